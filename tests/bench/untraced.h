/* Included before each file of a runtime without any trace: what one costs that is switched off
 * is measured beside it. */
#define _GNU_SOURCE /* as the first of all headers wants it */
#include "trace.h"
#define tracing() false
