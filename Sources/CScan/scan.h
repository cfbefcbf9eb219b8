// The index of separators, as a header-only kernel that inlines into Swift. Filled in by Tables.
#ifndef HERALD_SCAN_H
#define HERALD_SCAN_H
#include <stdint.h>
#include <stddef.h>
#endif
