#pragma once

/// Everything that a program needs to load models and run cases. The SQLite store is in <itsmflow/sqlite_store.hpp>, which is
/// included if it was built.

#include <itsmflow/authorize.hpp>
#include <itsmflow/check.hpp>
#include <itsmflow/clock.hpp>
#include <itsmflow/deviation.hpp>
#include <itsmflow/diagnostic.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/event.hpp>
#include <itsmflow/expr.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/memory_store.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/obstacle.hpp>
#include <itsmflow/outline.hpp>
#include <itsmflow/report.hpp>
#include <itsmflow/rules.hpp>
#include <itsmflow/sqlite_store.hpp>
#include <itsmflow/store.hpp>
#include <itsmflow/time_zone.hpp>
#include <itsmflow/value.hpp>
