// Whole columns of a batch in one loop, for the shapes that exports are full of. Everything else is left to the thorough
// readers.
#ifndef HERALD_COLUMN_H
#define HERALD_COLUMN_H
#include "variants.h"

// So many bytes behind a cell may be read, though they are not used: they must be there.
#define HERALD_SLACK 32

// The cells of one column: row r's is between the separators `rows[r] + place - 1` and `rows[r] + place`.
typedef struct {
  const uint8_t *bytes;
  const uint32_t *separators;
  const uint32_t *rows;
  size_t place;
  // A CR before this byte belongs to it. 256 where no cell of the column ends its row.
  unsigned newline;
} herald_column;

typedef struct {
  const uint8_t *start;
  size_t length;
} herald_cell;

// A cell without its quotes (doubled quotes inside stay) and the line end's CR.
HERALD_INLINE herald_cell herald_cell_at(const herald_column *column, size_t row) {
  size_t separator = column->rows[row] + column->place;
  // The place before the window's first byte is all ones.
  uint32_t start = column->separators[separator - 1] + 1, end = column->separators[separator];
  if (column->newline == column->bytes[end]) end -= end > start && column->bytes[end - 1] == '\r';
  const uint8_t *p = column->bytes + start;
  size_t quoted = *p == '"' && end > start + 1;
  herald_cell cell = {p + quoted, end - start - 2 * quoted};
  return cell;
}

HERALD_INLINE uint64_t herald_load64(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

// Writes those of the selected rows that have a value from `from` to `to`, and returns how many they are.
static inline size_t herald_select_between(
    const int64_t *values, const uint8_t *states, const uint16_t *selected, size_t count, int64_t from, int64_t to,
    uint16_t *hits) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    size_t row = selected[i];
    hits[found] = (uint16_t)row;
    found += (states[row] == 0) & (values[row] >= from) & (values[row] <= to);
  }
  return found;
}

#define HERALD_TIMES 64

// The words of so many timestamps, `YYYY-MM-DDTHH:MM:SS+HH:MM`: from place 2, from 11, from 17, and what is left: the
// length in bits 24...31, the separator in 16...23, the century below.
typedef struct {
  uint64_t date[HERALD_TIMES], clock[HERALD_TIMES], zone[HERALD_TIMES], rest[HERALD_TIMES];
} herald_time_words;

// Digits become 0...9 and the expected punctuation becomes 0; `limit` has 76 (hex) for a digit and 7F for punctuation, so
// that anything else carries into the sign bit of its byte.
HERALD_INLINE uint64_t herald_misfits(uint64_t digits, uint64_t limit) { return (digits + limit) | digits; }

// The numbers that two digits make, each in the byte of its first one.
HERALD_INLINE uint64_t herald_pairs(uint64_t digits) { return (digits << 3) + (digits << 1) + (digits >> 8); }

// Where the clocks that a time without an offset means are: the same offset at all times, or one a day.
typedef struct {
  // Seconds east of UTC.
  int64_t offset;
  int is_fixed;
  // By the day since 1970, or null. herald_no_offset on days that the clocks change.
  const int32_t *by_day;
  size_t days;
} herald_wall;

static const int32_t herald_no_offset = INT32_MIN;

// Microseconds since 1970 of `YYYY-MM-DD`, `T` or a blank, `HH:MM:SS`, and `Z` or `+HH:MM`, or nothing if the wall's
// offset is known; in 1970 ... 2099, where every fourth year is a leap year. `others` tells what is none of that.
// Arithmetic without jumps or tables, so that the compiler makes vectors of it: a range is compared by adding to each byte
// 127 less its maximum, and the calendar is Neri and Schneider's (2022).
HERALD_INLINE void herald_compute_times(
    const herald_time_words *words, int64_t has_offset, int64_t offset, int64_t *values, uint64_t *others) {
  const uint64_t signs = 0x8080808080808080u;
  for (size_t i = 0; i < HERALD_TIMES; i++) {
    uint64_t date = words->date[i] ^ 0x30302D30302D3030u, clock = words->clock[i] ^ 0x30303A30303A3030u;
    uint64_t wrong = herald_misfits(date, 0x76767F76767F7676u) | herald_misfits(clock, 0x76767F76767F7676u);
    date = herald_pairs(date);
    clock = herald_pairs(clock) & 0x00FF0000FF0000FFu;
    wrong |= clock + 0x0044000044000068u;  // 59, 59, 23
    int64_t month = (int64_t)(date >> 24 & 0xFF), day = (int64_t)(date >> 48 & 0xFF);
    uint64_t century = words->rest[i] & 0xFFFF, separator = words->rest[i] >> 16 & 0xFF;
    int64_t length = (int64_t)(words->rest[i] >> 24);
    // Since 1968, which was a leap year.
    int64_t year = (int64_t)(date & 0xFF) + (century == 0x3032 ? 32 : -68);
    int64_t longest = month == 2 ? ((year & 3) == 0 ? 29 : 28) : 30 | (month ^ month >> 3);
    uint64_t bad = (wrong & signs) != 0;
    bad |= (century != 0x3032) & (century != 0x3931);
    bad |= (year < 2) | (year > 131) | (month < 1) | (month > 12) | (day < 1) | (day > longest);
    bad |= (separator != 'T') & (separator != ' ');

    uint64_t zone = words->zone[i], sign = zone >> 16 & 0xFF;
    zone = (zone & 0xFFFFFFFFFF000000u) ^ 0x30303A3030000000u;
    wrong = herald_misfits(zone, 0x76767F7676000000u);
    zone = herald_pairs(zone) & 0x00FF0000FF000000u;
    wrong |= zone + 0x0044000068000000u;
    int64_t east = (int64_t)((zone >> 24 & 0xFF) * 60 + (zone >> 48)) * 60;
    uint64_t named = (length == 25) & ((wrong & signs) == 0) & ((sign == '+') | (sign == '-'));
    uint64_t zulu = (length == 20) & (sign == 'Z');
    uint64_t bare = (length == 19) & (has_offset != 0);
    east = named ? (sign == '-' ? -east : east) : bare ? offset : 0;
    others[i] = bad | !(named | zulu | bare);

    int64_t early = month < 3, shifted = year - early;
    int64_t days = (int64_t)((uint64_t)((uint32_t)shifted * 1461u) >> 2)
        + (int64_t)((uint64_t)(uint32_t)((month + 12 * early) * 979 - 2919) >> 5) + day - 672;
    int64_t seconds = (int64_t)((clock & 0xFF) * 3600 + (clock >> 24 & 0xFF) * 60 + (clock >> 48)) - east;
    values[i] = (days * 86400 + seconds) * 1000000;
  }
}

// Reads a column of timestamps. The states are 0 for a value, 1 for an empty cell, and 3 for a cell that the thorough
// reader must look at; how many of those there are is returned.
HERALD_INLINE size_t herald_times_loop(
    const herald_column *column, const herald_wall *wall, const uint16_t *selected, size_t count, int64_t *values,
    uint8_t *states) {
  const int64_t day = 86400 * (int64_t)1000000;
  herald_time_words words;
  memset(&words, 0, sizeof words);
  int64_t computed[HERALD_TIMES];
  uint64_t others[HERALD_TIMES];
  size_t sum = 0;
  for (size_t from = 0; from < count; from += HERALD_TIMES) {
    size_t some = count - from < HERALD_TIMES ? count - from : HERALD_TIMES;
    for (size_t i = 0; i < some; i++) {
      herald_cell cell = herald_cell_at(column, selected[from + i]);
      const uint8_t *p = cell.start;
      uint64_t length = cell.length < 255 ? cell.length : 255;
      words.date[i] = herald_load64(p + 2);
      words.clock[i] = herald_load64(p + 11);
      words.zone[i] = herald_load64(p + 17);
      words.rest[i] = length << 24 | (uint64_t)p[10] << 16 | (uint64_t)p[1] << 8 | p[0];
    }
    herald_compute_times(&words, wall->is_fixed | (wall->by_day != 0), wall->is_fixed ? wall->offset : 0, computed, others);
    for (size_t i = 0; i < some; i++) {
      size_t row = selected[from + i];
      unsigned empty = words.rest[i] >> 24 == 0, other = (unsigned)others[i] & !empty;
      if (wall->by_day && words.rest[i] >> 24 == 19 && !other) {
        // The years that are read begin with 1970.
        size_t number = (size_t)(computed[i] / day);
        int32_t offset = number < wall->days ? wall->by_day[number] : herald_no_offset;
        other = offset == herald_no_offset;
        computed[i] -= offset * (int64_t)1000000;
      }
      values[row] = computed[i];
      states[row] = (uint8_t)(empty + 3 * other);
      sum += other;
    }
  }
  return sum;
}

#if defined(__x86_64__)
static HERALD_AVX2 __attribute__((unused)) size_t herald_times_avx2(
    const herald_column *column, const herald_wall *wall, const uint16_t *selected, size_t count, int64_t *values,
    uint8_t *states) {
  return herald_times_loop(column, wall, selected, count, values, states);
}

static __attribute__((unused, target("avx512f,avx512bw,avx512vl,avx512dq,avx2,bmi,bmi2,popcnt,prefer-256-bit"))) size_t
herald_times_avx512(
    const herald_column *column, const herald_wall *wall, const uint16_t *selected, size_t count, int64_t *values,
    uint8_t *states) {
  return herald_times_loop(column, wall, selected, count, values, states);
}
#endif

// As `herald_times_loop`, with what the machine has.
static inline size_t herald_read_times(
    herald_variant variant, herald_column column, herald_wall wall, const uint16_t *selected, size_t count,
    int64_t *values, uint8_t *states) {
#if defined(__x86_64__)
  if (variant == herald_avx512) return herald_times_avx512(&column, &wall, selected, count, values, states);
  if (variant == herald_avx2) return herald_times_avx2(&column, &wall, selected, count, values, states);
#endif
  (void)variant;
  return herald_times_loop(&column, &wall, selected, count, values, states);
}
#endif
