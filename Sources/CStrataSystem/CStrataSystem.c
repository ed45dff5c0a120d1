#include "CStrataSystem.h"
