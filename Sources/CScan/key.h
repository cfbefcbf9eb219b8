// Keys in one loop: hashed, held against a filter, compared with the one before. What is not plain (quotes inside, blanks
// around, an address) is left to the thorough readers.
#ifndef HERALD_KEY_H
#define HERALD_KEY_H
#include "column.h"

// Only products of 64 bits, which vectors have, too.
HERALD_INLINE uint64_t herald_hash_step(uint64_t hash, uint64_t low, uint64_t high) {
  hash += low * 0x9E3779B97F4A7C15u + high * 0xC2B2AE3D27D4EB4Fu;
  return (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
}

HERALD_INLINE uint64_t herald_hash_end(uint64_t hash, uint64_t length) {
  hash = (hash ^ hash >> 29 ^ length) * 0xA0761D6478BD642Fu;
  return hash ^ hash >> 32;
}

// Up to 8 bytes, as the first of a word whose others are 0. Reads nothing behind them.
HERALD_INLINE uint64_t herald_load_few(const uint8_t *p, size_t count) {
  if (count >= 8) return herald_load64(p);
  uint64_t word = 0;
  if (count >= 4) {
    for (int i = 0; i < 4; i++) word |= (uint64_t)p[i] << 8 * i;
    for (int i = 0; i < 4; i++) word |= (uint64_t)p[count - 4 + i] << 8 * (count - 4 + i);
  } else {
    for (size_t i = 0; i < count; i++) word |= (uint64_t)p[i] << 8 * i;
  }
  return word;
}

// A quick hash of a key's bytes, for tables that live no longer than a run. Not stable across versions.
static inline uint64_t herald_hash_key(const uint8_t *p, size_t length) {
  uint64_t hash = 0;
  size_t left = length;
  for (; left > 16; p += 16, left -= 16) hash = herald_hash_step(hash, herald_load64(p), herald_load64(p + 8));
  hash = herald_hash_step(hash, herald_load_few(p, left), left > 8 ? herald_load_few(p + 8, left - 8) : 0);
  return herald_hash_end(hash, length);
}

HERALD_INLINE uint64_t herald_low_bytes(size_t count) { return count >= 8 ? ~0ull : ~(~0ull << 8 * count); }

// A cell whose first bytes are in two words, its others being 0.
typedef struct {
  const uint8_t *start;
  size_t length;
  uint64_t low, high;
  // The cell's bytes are the key. Of longer ones only the first 16 have been looked at.
  unsigned is_plain;
} herald_key;

HERALD_INLINE herald_key herald_key_at(const herald_column *column, size_t row) {
  size_t separator = column->rows[row] + column->place;
  uint32_t start = column->separators[separator - 1] + 1, end = column->separators[separator];
  if (column->newline == column->bytes[end]) end -= end > start && column->bytes[end - 1] == '\r';
  const uint8_t *p = column->bytes + start;
  size_t quoted = *p == '"' && end > start + 1;
  herald_key key = {p + quoted, end - start - 2 * quoted, 0, 0, 0};
  p = key.start;
  key.low = herald_load64(p) & herald_low_bytes(key.length);
  key.high = key.length > 8 ? herald_load64(p + 8) & herald_low_bytes(key.length - 8) : 0;
  uint64_t marks = herald_marks_of(key.low, '@') | herald_marks_of(key.high, '@');
  if (quoted) marks |= herald_marks_of(key.low, '"') | herald_marks_of(key.high, '"');
  // Blanks as people see them begin with ASCII's, or with a byte over 7F.
  unsigned ends = (unsigned)(p[0] <= 0x20) | (unsigned)(p[0] >= 0x80) | (unsigned)(p[key.length - (key.length > 0)] <= 0x20);
  key.is_plain = (marks == 0) & (ends == 0 || key.length == 0);
  if (HERALD_UNLIKELY(key.length > 16) && key.is_plain)
    key.is_plain = !herald_has(p, key.length, '@') && !(quoted && herald_has(p, key.length, '"'));
  return key;
}

static inline void herald_fetch_ahead(const void *place) { __builtin_prefetch(place); }

// The bits of a filter's word that a hash sets.
HERALD_INLINE uint64_t herald_filter_bits(uint64_t hash) {
  return 1ull << (hash & 63) | 1ull << (hash >> 6 & 63) | 1ull << (hash >> 12 & 63);
}

#define HERALD_KEYS 64

// The first words of so many keys, and what became of them.
typedef struct {
  uint64_t low[HERALD_KEYS], high[HERALD_KEYS], length[HERALD_KEYS];
  // In the lowest byte the key's last one; above it, whether it was quoted.
  uint64_t ends[HERALD_KEYS];
  uint64_t hash[HERALD_KEYS];
  // Neither 0 if the cell has to be parsed to know its key.
  uint64_t marks[HERALD_KEYS];
} herald_key_words;

HERALD_INLINE void herald_load_keys(
    const herald_column *column, const uint16_t *selected, size_t count, herald_key_words *words) {
  for (size_t i = 0; i < count; i++) {
    size_t separator = column->rows[selected[i]] + column->place;
    uint32_t start = column->separators[separator - 1] + 1, end = column->separators[separator];
    if (column->newline == column->bytes[end]) end -= end > start && column->bytes[end - 1] == '\r';
    const uint8_t *p = column->bytes + start;
    size_t quoted = *p == '"' && end > start + 1, length = end - start - 2 * quoted;
    p += quoted;
    words->low[i] = herald_load64(p);
    words->high[i] = herald_load64(p + 8);
    words->length[i] = length;
    words->ends[i] = p[length - (length > 0)] | quoted << 8;
  }
}

// Without jumps or tables, so that the compiler makes vectors of it. Keys of more than 16 bytes come out wrong.
HERALD_INLINE void herald_hash_words(herald_key_words *words) {
  for (size_t i = 0; i < HERALD_KEYS; i++) {
    uint64_t length = words->length[i], ends = words->ends[i];
    uint64_t bits = length < 8 ? 8 * length : 64, more = length < 8 ? 0 : length < 16 ? 8 * length - 64 : 64;
    uint64_t low = bits == 64 ? words->low[i] : words->low[i] & ~(~0ull << (bits & 63));
    uint64_t high = more == 64 ? words->high[i] : words->high[i] & ~(~0ull << (more & 63));
    uint64_t marks = herald_marks_of(low, '@') | herald_marks_of(high, '@');
    uint64_t quotes = herald_marks_of(low, '"') | herald_marks_of(high, '"');
    uint64_t first = low & 0xFF, last = ends & 0xFF;
    // Blanks as people see them begin with ASCII's, or with a byte over 7F.
    words->marks[i] = marks | (ends >> 8 ? quotes : 0) | (uint64_t)(first <= 0x20) | (uint64_t)(first >= 0x80)
        | (uint64_t)(last <= 0x20);
    words->hash[i] = herald_hash_end(herald_hash_step(0, low, high), length);
  }
}

HERALD_INLINE size_t herald_likely_loop(
    const herald_column *column, const uint16_t *selected, size_t count, const uint64_t *filter, unsigned shift,
    uint16_t *hits) {
  herald_key_words words;
  memset(&words, 0, sizeof words);
  size_t found = 0;
  for (size_t from = 0; from < count; from += HERALD_KEYS) {
    size_t some = count - from < HERALD_KEYS ? count - from : HERALD_KEYS;
    herald_load_keys(column, selected + from, some, &words);
    herald_hash_words(&words);
    // Their words are fetched together.
    for (size_t i = 0; i < some; i++) {
      if (HERALD_UNLIKELY(words.length[i] > 16)) {
        herald_key key = herald_key_at(column, selected[from + i]);
        words.marks[i] = !key.is_plain;
        words.hash[i] = herald_hash_key(key.start, key.length);
      }
      __builtin_prefetch(filter + (words.hash[i] >> shift));
    }
    for (size_t i = 0; i < some; i++) {
      uint64_t hash = words.hash[i], bits = herald_filter_bits(hash);
      hits[found] = selected[from + i];
      found += (words.length[i] != 0) & ((words.marks[i] != 0) | ((filter[hash >> shift] & bits) == bits));
    }
  }
  return found;
}

#if defined(__x86_64__)
static HERALD_AVX2 __attribute__((unused)) size_t herald_likely_avx2(
    const herald_column *column, const uint16_t *selected, size_t count, const uint64_t *filter, unsigned shift,
    uint16_t *hits) {
  return herald_likely_loop(column, selected, count, filter, shift, hits);
}

static __attribute__((unused, target("avx512f,avx512bw,avx512vl,avx512dq,avx2,bmi,bmi2,popcnt,prefer-256-bit"))) size_t
herald_likely_avx512(
    const herald_column *column, const uint16_t *selected, size_t count, const uint64_t *filter, unsigned shift,
    uint16_t *hits) {
  return herald_likely_loop(column, selected, count, filter, shift, hits);
}
#endif

// Writes those of the selected rows whose key may be in the filter, or is known only by parsing, and returns how many
// they are. `filter` has a power of two of words, and `shift` leaves so many bits of a hash as number them.
static inline size_t herald_likely_keys(
    herald_variant variant, herald_column column, const uint16_t *selected, size_t count, const uint64_t *filter,
    unsigned shift, uint16_t *hits) {
#if defined(__x86_64__)
  if (variant == herald_avx512) return herald_likely_avx512(&column, selected, count, filter, shift, hits);
  if (variant == herald_avx2) return herald_likely_avx2(&column, selected, count, filter, shift, hits);
#endif
  (void)variant;
  return herald_likely_loop(&column, selected, count, filter, shift, hits);
}

// How the keys of a column follow each other, the shorter before the longer.
typedef enum { herald_unordered = 0, herald_ascending = 1, herald_descending = 2 } herald_order;

HERALD_INLINE uint64_t herald_big_endian(uint64_t word) { return __builtin_bswap64(word); }

// -1, 0 or 1.
HERALD_INLINE int herald_compare_keys(const herald_key *a, const herald_key *b) {
  if (a->length != b->length) return a->length < b->length ? -1 : 1;
  if (HERALD_UNLIKELY(a->length > 16)) {
    int order = memcmp(a->start, b->start, a->length);
    return (order > 0) - (order < 0);
  }
  if (a->low != b->low) return herald_big_endian(a->low) < herald_big_endian(b->low) ? -1 : 1;
  if (a->high != b->high) return herald_big_endian(a->high) < herald_big_endian(b->high) ? -1 : 1;
  return 0;
}

// Both bits if there is only one key; none if two are equal, or one is not plain or empty: then nothing is known.
static inline unsigned herald_key_order(herald_column column, size_t count) {
  unsigned order = herald_ascending | herald_descending;
  herald_key before;
  memset(&before, 0, sizeof before);
  for (size_t row = 0; row < count && order; row++) {
    herald_key key = herald_key_at(&column, row);
    if (!key.is_plain || key.length == 0) return herald_unordered;
    if (row > 0) {
      int compared = herald_compare_keys(&before, &key);
      order &= compared < 0 ? herald_ascending : compared > 0 ? herald_descending : herald_unordered;
    }
    before = key;
  }
  return order;
}
#endif
