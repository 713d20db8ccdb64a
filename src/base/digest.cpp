#include "base/digest.hpp"

#include <sodium.h>

#include <array>

namespace itsmflow {
namespace {

/// Picks the fastest code for this processor and readies the random numbers; it may be called from several threads.
void prepare() noexcept {
  static const int ready = sodium_init();
  static_cast<void>(ready);
}

void update(crypto_generichash_state& state, std::string_view text) noexcept {
  if (text.empty()) return;
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

std::string hex_of(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(count * 2);
  for (std::size_t i = 0; i < count; ++i) {
    hex += kDigits[bytes[i] >> 4];
    hex += kDigits[bytes[i] & 15];
  }
  return hex;
}

}  // namespace

Digest blake2b(std::string_view first, std::string_view second, std::string_view third) noexcept {
  static_assert(std::tuple_size_v<Digest> == crypto_generichash_BYTES);
  prepare();
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  update(state, first);
  update(state, second);
  update(state, third);
  Digest digest{};
  crypto_generichash_final(&state, digest.data(), digest.size());
  return digest;
}

std::string to_hex(const Digest& digest) {
  return hex_of(digest.data(), digest.size());
}

std::string random_hex(std::size_t bytes) {
  prepare();
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return hex_of(reinterpret_cast<const unsigned char*>(random.data()), random.size());
}

std::string sha256_base64(std::string_view text) {
  prepare();
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)> encoded{};
  sodium_bin2base64(encoded.data(), encoded.size(), digest.data(), digest.size(), sodium_base64_VARIANT_ORIGINAL);
  return encoded.data();
}

std::string blake2b_hex(std::string_view text) {
  return to_hex(blake2b(text));
}

}  // namespace itsmflow
