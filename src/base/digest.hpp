#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace itsmflow {

/// A digest of 32 bytes: BLAKE2b-256 without a key (RFC 7693).
using Digest = std::array<std::uint8_t, 32>;

/// The digest of the texts one after the other, as if they were one. Allocates nothing.
Digest blake2b(std::string_view first, std::string_view second = {}, std::string_view third = {}) noexcept;

/// Random bytes that nobody can guess, as lower-case hexadecimal digits: salts.
std::string random_hex(std::size_t bytes);

/// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);

/// SHA-256 in base64, as policies of web pages name the scripts that may run.
std::string sha256_base64(std::string_view text);

/// to_hex(blake2b(text)).
std::string blake2b_hex(std::string_view text);

}  // namespace itsmflow
