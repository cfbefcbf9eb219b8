// The index of separators of delimited text, as a header-only kernel that inlines into Swift.
//
// It finds every delimiter and line end outside quotes, 64 bytes at a time, and on the way notes the first byte that is
// not UTF-8 and the first quote that RFC 4180 would not allow. There is one algorithm on 64-bit masks (block.h); the
// variants differ only in how a block of bytes becomes masks and an index (variants.h).
#ifndef HERALD_SCAN_H
#define HERALD_SCAN_H
#include "variants.h"

static inline int herald_supported(herald_variant variant) {
  switch (variant) {
  case herald_scalar: return 1;
#if defined(__x86_64__)
  case herald_sse2: return 1;
  case herald_avx2:
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt");
  case herald_avx512:
    return herald_supported(herald_avx2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
#elif defined(__aarch64__)
  case herald_neon: return 1;
#endif
  default: return 0;
  }
}

static inline herald_variant herald_best(void) {
  herald_variant best = herald_scalar;
  for (herald_variant v = herald_sse2; v <= herald_neon; v = (herald_variant)(v + 1))
    if (herald_supported(v)) best = v;
  return best;
}

// Writes the offsets of all separators outside quotes to `out`, ascending. A window begins at the start of a row.
// `out` has room for `length` + 64 places. Reads nothing outside `bytes`.
static inline herald_index herald_scan(
    herald_variant variant, const uint8_t *bytes, size_t length, herald_dialect dialect, uint32_t *out) {
  switch (variant) {
#if defined(__x86_64__)
  case herald_sse2: return herald_scan_sse2(bytes, length, dialect, out);
  case herald_avx2: return herald_scan_avx2(bytes, length, dialect, out);
  case herald_avx512: return herald_scan_avx512(bytes, length, dialect, out);
#elif defined(__aarch64__)
  case herald_neon: return herald_scan_neon(bytes, length, dialect, out);
#endif
  default: return herald_scan_scalar(bytes, length, dialect, out);
  }
}

// Whether every `stride`-th separator of `rows` rows is a line end. With as many line ends as rows in all, this proves
// that each row has exactly `stride` fields.
static inline int herald_is_regular(
    const uint8_t *bytes, const uint32_t *separators, size_t rows, size_t stride, uint8_t newline) {
  unsigned wrong = 0;
  const uint32_t *last = separators + stride - 1;
  for (size_t row = 0; row < rows; row++, last += stride) wrong |= bytes[*last] ^ newline;
  return wrong == 0;
}
#endif
