// UTF-8 and lines.
#ifndef HERALD_TEXT_H
#define HERALD_TEXT_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HERALD_INLINE static inline __attribute__((always_inline))
#define HERALD_UNLIKELY(x) __builtin_expect(!!(x), 0)

// The length of the UTF-8 character at `p`, or 0 (RFC 3629: no overlong forms, surrogates or code points over 10FFFF).
HERALD_INLINE unsigned herald_utf8_length(const uint8_t *p, size_t available) {
  uint8_t a = p[0];
  if (a < 0x80) return 1;
  if (a < 0xC2 || a > 0xF4 || available < 2) return 0;
  uint8_t b = p[1];
  if ((b & 0xC0) != 0x80) return 0;
  if (a < 0xE0) return 2;
  if (available < 3 || (p[2] & 0xC0) != 0x80) return 0;
  if (a < 0xF0) {
    if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F)) return 0;
    return 3;
  }
  if (available < 4 || (p[3] & 0xC0) != 0x80) return 0;
  if ((a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return 0;
  return 4;
}

// The first offset that is not UTF-8, or `length`.
static inline size_t herald_not_utf8(const uint8_t *bytes, size_t length) {
  size_t at = 0;
  while (at < length) {
    uint64_t word;
    if (at + 8 <= length && (memcpy(&word, bytes + at, 8), (word & 0x8080808080808080u) == 0)) {
      at += 8;
      continue;
    }
    unsigned width = herald_utf8_length(bytes + at, length - at);
    if (width == 0) return at;
    at += width;
  }
  return length;
}

// How many bytes are `wanted`: lines, if that is a line end.
static inline size_t herald_count(const uint8_t *bytes, size_t length, uint8_t wanted) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) count += bytes[i] == wanted;
  return count;
}

// How many characters begin in these bytes, if they are UTF-8.
static inline size_t herald_characters(const uint8_t *bytes, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) count += (bytes[i] & 0xC0) != 0x80;
  return count;
}

// The place of the first `wanted`, or `length`.
static inline size_t herald_find(const uint8_t *bytes, size_t length, uint8_t wanted) {
  const void *at = length ? memchr(bytes, wanted, length) : 0;
  return at ? (size_t)((const uint8_t *)at - bytes) : length;
}

// The sign bit of every byte that is `wanted`; of bytes above the first such one, perhaps wrongly.
HERALD_INLINE uint64_t herald_marks_of(uint64_t word, uint64_t wanted) {
  word ^= 0x0101010101010101u * wanted;
  return (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
}

HERALD_INLINE uint64_t herald_marks(const uint8_t *p, uint64_t wanted) {
  uint64_t word;
  memcpy(&word, p, 8);
  return herald_marks_of(word, wanted);
}

// Whether `wanted` is among these bytes: for short values, without a call.
HERALD_INLINE int herald_has(const uint8_t *bytes, size_t length, uint8_t wanted) {
  if (length < 8) {
    unsigned found = 0;
    for (size_t at = 0; at < length; at++) found |= bytes[at] == wanted;
    return found != 0;
  }
  // The last word may overlap the one before.
  uint64_t found = herald_marks(bytes + length - 8, wanted);
  for (size_t at = 0; at + 8 < length; at += 8) found |= herald_marks(bytes + at, wanted);
  return found != 0;
}

// Exact for 0 <= exponent <= 22.
HERALD_INLINE double herald_power_of_ten(unsigned exponent) {
  static const double powers[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  return exponent <= 22 ? powers[exponent] : 0;
}
#endif
