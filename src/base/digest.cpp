#include "base/digest.hpp"

#include <sodium.h>

namespace itsmflow {
namespace {

void update(crypto_generichash_state& state, std::string_view text) noexcept {
  if (text.empty()) return;
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

}  // namespace

Digest blake2b(std::string_view first, std::string_view second, std::string_view third) noexcept {
  static_assert(std::tuple_size_v<Digest> == crypto_generichash_BYTES);
  // Hashing needs no sodium_init: that only picks faster code and seeds the random numbers, which are not used here.
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
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(digest.size() * 2);
  for (const std::uint8_t byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::string blake2b_hex(std::string_view text) {
  return to_hex(blake2b(text));
}

}  // namespace itsmflow
