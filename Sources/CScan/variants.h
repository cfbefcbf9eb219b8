// How 64 bytes become masks on each kind of processor. SSE2 and NEON are everywhere; the wider ones are asked for at run time.
#ifndef HERALD_VARIANTS_H
#define HERALD_VARIANTS_H
#include "block.h"
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(__x86_64__)

HERALD_INLINE uint64_t herald_join_sse2(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16
      | (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}

#define HERALD_EQUAL_SSE2(value)                                                                             \
  herald_join_sse2(_mm_cmpeq_epi8(a, value), _mm_cmpeq_epi8(b, value), _mm_cmpeq_epi8(c, value),             \
                   _mm_cmpeq_epi8(d, value))

HERALD_INLINE herald_masks herald_load_sse2(const uint8_t *p, herald_dialect dialect) {
  __m128i a = _mm_loadu_si128((const __m128i *)p), b = _mm_loadu_si128((const __m128i *)(p + 16));
  __m128i c = _mm_loadu_si128((const __m128i *)(p + 32)), d = _mm_loadu_si128((const __m128i *)(p + 48));
  __m128i delimiter = _mm_set1_epi8((char)dialect.delimiter), newline = _mm_set1_epi8((char)dialect.newline);
  __m128i quote = _mm_set1_epi8('"');
  herald_masks m = {HERALD_EQUAL_SSE2(delimiter), HERALD_EQUAL_SSE2(newline), 0, 0, 0};
  // Quotes and bytes over 7F are rare: one look tells whether there are any (a quote's comparison sets the sign bit).
  __m128i quoted = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(a, quote), _mm_cmpeq_epi8(b, quote)),
                                _mm_or_si128(_mm_cmpeq_epi8(c, quote), _mm_cmpeq_epi8(d, quote)));
  __m128i all = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
  if (_mm_movemask_epi8(_mm_or_si128(quoted, all)) != 0) {
    m.quotes = HERALD_EQUAL_SSE2(quote);
    m.high = herald_join_sse2(a, b, c, d);
  }
  __m128i ret = _mm_set1_epi8('\r');
  m.returns = HERALD_EQUAL_SSE2(ret);
  return m;
}

static __attribute__((unused)) herald_index herald_scan_sse2(
    const uint8_t *bytes, size_t length, herald_dialect dialect, uint32_t *out) {
  HERALD_SCAN_LOOP(herald_load_sse2, herald_emit)
}

#define HERALD_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

#define HERALD_EQUAL_AVX2(value)                                                    \
  ((uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, value))            \
   | (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, value)) << 32)

HERALD_INLINE HERALD_AVX2 herald_masks herald_load_avx2(const uint8_t *p, herald_dialect dialect) {
  __m256i a = _mm256_loadu_si256((const __m256i *)p), b = _mm256_loadu_si256((const __m256i *)(p + 32));
  __m256i delimiter = _mm256_set1_epi8((char)dialect.delimiter), newline = _mm256_set1_epi8((char)dialect.newline);
  __m256i quote = _mm256_set1_epi8('"'), ret = _mm256_set1_epi8('\r');
  herald_masks m;
  m.delimiters = HERALD_EQUAL_AVX2(delimiter);
  m.newlines = HERALD_EQUAL_AVX2(newline);
  m.quotes = HERALD_EQUAL_AVX2(quote);
  m.returns = HERALD_EQUAL_AVX2(ret);
  m.high = (uint64_t)(uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
  return m;
}

static HERALD_AVX2 __attribute__((unused)) herald_index herald_scan_avx2(
    const uint8_t *bytes, size_t length, herald_dialect dialect, uint32_t *out) {
  HERALD_SCAN_LOOP(herald_load_avx2, herald_emit)
}

#define HERALD_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt")))

HERALD_INLINE HERALD_AVX512 herald_masks herald_load_avx512(const uint8_t *p, herald_dialect dialect) {
  __m512i a = _mm512_loadu_si512(p);
  herald_masks m;
  m.delimiters = _mm512_cmpeq_epi8_mask(a, _mm512_set1_epi8((char)dialect.delimiter));
  m.newlines = _mm512_cmpeq_epi8_mask(a, _mm512_set1_epi8((char)dialect.newline));
  m.quotes = _mm512_cmpeq_epi8_mask(a, _mm512_set1_epi8('"'));
  m.returns = _mm512_cmpeq_epi8_mask(a, _mm512_set1_epi8('\r'));
  m.high = _mm512_movepi8_mask(a);
  return m;
}

// Packs the numbers of the set bits with one instruction. Writes up to 16 places more than it keeps.
HERALD_INLINE HERALD_AVX512 void herald_emit_avx512(herald_state *state, size_t base, uint64_t bits) {
  static const uint8_t numbers[64] = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  __m512i packed = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers));
  __m512i first = _mm512_set1_epi32((int)base);
  int count = (int)_mm_popcnt_u64(bits);
  uint32_t *out = state->out;
  state->out = out + count;
  _mm512_storeu_si512(out, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
  if (HERALD_UNLIKELY(count > 16)) {
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
    _mm512_storeu_si512(out + 32, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
    _mm512_storeu_si512(out + 48, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
  }
}

static HERALD_AVX512 __attribute__((unused)) herald_index herald_scan_avx512(
    const uint8_t *bytes, size_t length, herald_dialect dialect, uint32_t *out) {
  HERALD_SCAN_LOOP(herald_load_avx512, herald_emit_avx512)
}
#endif

#if defined(__aarch64__)
HERALD_INLINE uint64_t herald_join_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t ab = vpaddq_u8(vandq_u8(a, weights), vandq_u8(b, weights));
  uint8x16_t cd = vpaddq_u8(vandq_u8(c, weights), vandq_u8(d, weights));
  uint8x16_t all = vpaddq_u8(ab, cd);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

#define HERALD_EQUAL_NEON(value) \
  herald_join_neon(vceqq_u8(a, value), vceqq_u8(b, value), vceqq_u8(c, value), vceqq_u8(d, value))

HERALD_INLINE herald_masks herald_load_neon(const uint8_t *p, herald_dialect dialect) {
  uint8x16_t a = vld1q_u8(p), b = vld1q_u8(p + 16), c = vld1q_u8(p + 32), d = vld1q_u8(p + 48);
  uint8x16_t quote = vdupq_n_u8('"'), limit = vdupq_n_u8(0x80);
  herald_masks m = {HERALD_EQUAL_NEON(vdupq_n_u8(dialect.delimiter)), HERALD_EQUAL_NEON(vdupq_n_u8(dialect.newline)), 0,
                    HERALD_EQUAL_NEON(vdupq_n_u8('\r')), 0};
  m.quotes = HERALD_EQUAL_NEON(quote);
  if (vmaxvq_u8(vorrq_u8(vorrq_u8(a, b), vorrq_u8(c, d))) >= 0x80)
    m.high = herald_join_neon(vcgeq_u8(a, limit), vcgeq_u8(b, limit), vcgeq_u8(c, limit), vcgeq_u8(d, limit));
  return m;
}

static __attribute__((unused)) herald_index herald_scan_neon(
    const uint8_t *bytes, size_t length, herald_dialect dialect, uint32_t *out) {
  HERALD_SCAN_LOOP(herald_load_neon, herald_emit)
}
#endif
// The variants, so that tests can compare them. `supported` says whether this machine has one.
typedef enum { herald_scalar, herald_sse2, herald_avx2, herald_avx512, herald_neon } herald_variant;
#endif
