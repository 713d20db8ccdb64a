#include "base/digest.hpp"

#include "catch.hpp"

using namespace itsmflow;

TEST_CASE("digests are those that any other program computes for BLAKE2b-256") {
  CHECK(blake2b_hex("") == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(blake2b_hex("abc") == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("a page's policy names a script by the SHA-256 that any other program computes for it") {
  CHECK(sha256_base64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  CHECK(sha256_base64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST_CASE("where a text is cut does not change its digest") {
  CHECK(to_hex(blake2b("a", "", "bc")) == blake2b_hex("abc"));
  CHECK(to_hex(blake2b("a", "b", "c")) == blake2b_hex("abc"));
}
