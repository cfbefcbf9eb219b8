// The one algorithm: how the masks of a block of 64 bytes become separators, and what is noted on the way.
#ifndef HERALD_BLOCK_H
#define HERALD_BLOCK_H
#include "text.h"

typedef struct {
  uint8_t delimiter;
  // LF, or CR in files that know no LF.
  uint8_t newline;
} herald_dialect;

// What the bytes of one window hold. Offsets are from its first byte.
typedef struct {
  // How many separators were written to the index, and how many of them are line ends.
  uint32_t separators;
  uint32_t newlines;
  // The first byte that is not UTF-8, and the first quote (or byte behind a closing quote) that is misplaced;
  // the window's length if there is none.
  size_t not_utf8;
  size_t misquoted;
} herald_index;

// One bit a byte, lowest first.
typedef struct {
  uint64_t delimiters, newlines, quotes, returns, high;
} herald_masks;

typedef struct {
  const uint8_t *bytes;
  size_t length;
  uint32_t *out;
  // All ones if the block before ended inside quotes.
  uint64_t inside;
  // Bits for the next block's first byte: it follows a closing quote; a CR behind a closing quote; a separator.
  uint64_t closed, returned, separated;
  // How many of the next block's bytes belong to a character that began in the block before.
  unsigned continued;
  herald_index found;
} herald_state;

// Checks the characters of a block that has bytes over 7F: only those bytes are looked at.
static __attribute__((noinline, unused)) void herald_check_utf8(herald_state *state, size_t base, uint64_t high) {
  uint64_t left = state->continued ? high & ~0ull << state->continued : high;
  state->continued = 0;
  while (left) {
    unsigned bit = (unsigned)__builtin_ctzll(left);
    size_t at = base + bit;
    unsigned width = herald_utf8_length(state->bytes + at, state->length - at);
    if (width == 0) {
      if (at < state->found.not_utf8) state->found.not_utf8 = at;
      width = 1;
    }
    if (bit + width >= 64) {
      state->continued = bit + width - 64;
      return;
    }
    left &= ~0ull << (bit + width);
  }
}

// Bit i of the result is the parity of bits 0...i: set from an opening quote up to the closing one.
HERALD_INLINE uint64_t herald_prefix_xor(uint64_t x) {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  x ^= x << 32;
  return x;
}

// The separators of a block that has quotes, or that follows an open one.
HERALD_INLINE uint64_t herald_outside_quotes(herald_state *state, size_t base, herald_masks *m, uint64_t valid) {
  uint64_t inside = herald_prefix_xor(m->quotes) ^ state->inside;
  uint64_t raw = m->delimiters | m->newlines;
  uint64_t separators = raw & ~inside;
  uint64_t closing = m->quotes & ~inside;
  uint64_t behind = closing << 1 | state->closed;
  // An opening quote follows a separator, or a closing quote: then the two are one doubled quote.
  uint64_t wrong = m->quotes & inside & ~(separators << 1 | state->separated | behind);
  // What follows a closing quote is a separator, a quote, or CR LF.
  wrong |= behind & ~(raw | m->quotes | m->returns);
  uint64_t behind_return = (behind & m->returns & ~raw) << 1 | state->returned;
  wrong |= behind_return & ~m->newlines;
  wrong &= valid;
  if (HERALD_UNLIKELY(wrong != 0)) {
    size_t at = base + (unsigned)__builtin_ctzll(wrong);
    if (at < state->found.misquoted) state->found.misquoted = at;
  }
  state->closed = closing >> 63;
  state->returned = (behind & m->returns & ~raw) >> 63;
  state->inside = (uint64_t)((int64_t)inside >> 63);
  m->newlines &= ~inside;
  return separators;
}

// The separators of one block, and the notes about it. `valid` has a bit for each byte that exists.
HERALD_INLINE uint64_t herald_block(herald_state *state, size_t base, herald_masks m, uint64_t valid) {
  if (HERALD_UNLIKELY(m.high != 0)) herald_check_utf8(state, base, m.high);
  uint64_t separators = m.delimiters | m.newlines;
  if ((m.quotes | state->inside | state->closed | state->returned) != 0)
    separators = herald_outside_quotes(state, base, &m, valid);
  state->separated = separators >> 63;
  state->found.newlines += (uint32_t)__builtin_popcountll(m.newlines);
  return separators;
}

// Appends the offsets of the set bits. Writes up to 8 places more than it keeps.
HERALD_INLINE void herald_emit(herald_state *state, size_t base, uint64_t bits) {
  unsigned count = (unsigned)__builtin_popcountll(bits);
  uint32_t *out = state->out;
  state->out = out + count;
  uint32_t first = (uint32_t)base;
  while (bits) {
    for (int i = 0; i < 8; i++) {
      out[i] = first + (uint32_t)(bits ? __builtin_ctzll(bits) : 0);
      bits &= bits - 1;
    }
    out += 8;
  }
}

HERALD_INLINE uint64_t herald_bit(int condition, int at) { return (uint64_t)(condition != 0) << at; }

HERALD_INLINE herald_masks herald_load_scalar(const uint8_t *p, herald_dialect dialect) {
  herald_masks m = {0, 0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    m.delimiters |= herald_bit(p[i] == dialect.delimiter, i);
    m.newlines |= herald_bit(p[i] == dialect.newline, i);
    m.quotes |= herald_bit(p[i] == '"', i);
    m.returns |= herald_bit(p[i] == '\r', i);
    m.high |= herald_bit(p[i] >= 0x80, i);
  }
  return m;
}

HERALD_INLINE void herald_begin(herald_state *state, const uint8_t *bytes, size_t length, uint32_t *out) {
  memset(state, 0, sizeof *state);
  state->bytes = bytes;
  state->length = length;
  state->out = out;
  state->separated = 1;
  state->found.not_utf8 = length;
  state->found.misquoted = length;
}

// All blocks but the last, partial one, which is copied so that nothing behind the bytes is read.
#define HERALD_SCAN_LOOP(LOAD, EMIT)                                                         \
  herald_state state;                                                                        \
  herald_begin(&state, bytes, length, out);                                                  \
  size_t base = 0;                                                                           \
  for (; base + 64 <= length; base += 64)                                                    \
    EMIT(&state, base, herald_block(&state, base, LOAD(bytes + base, dialect), ~0ull));      \
  if (base < length) {                                                                       \
    uint8_t last[64] = {0};                                                                  \
    memcpy(last, bytes + base, length - base);                                               \
    uint64_t valid = ~(~0ull << (length - base));                                            \
    herald_masks m = LOAD(last, dialect);                                                    \
    m.delimiters &= valid;                                                                   \
    m.newlines &= valid;                                                                     \
    EMIT(&state, base, herald_block(&state, base, m, valid));                                \
  }                                                                                          \
  state.found.separators = (uint32_t)(state.out - out);                                      \
  return state.found;

static __attribute__((unused)) herald_index herald_scan_scalar(
    const uint8_t *bytes, size_t length, herald_dialect dialect, uint32_t *out) {
  HERALD_SCAN_LOOP(herald_load_scalar, herald_emit)
}
#endif
