#include "values.hpp"

#include <datetime.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace itsmflow::python {
namespace {

constexpr int kNanosInMicro = 1000;
constexpr std::int64_t kSecondsInDay = 86'400;

/// Objects of Python that live as long as the program.
struct Known {
  PyObject* utc = nullptr;
  PyObject* mapping = nullptr;  // collections.abc.Mapping
};
Known& known() {
  static Known objects;
  return objects;
}

std::string type_of(py::handle object) {
  return Py_TYPE(object.ptr())->tp_name;
}

std::string in_text(PyObject* text) {
  Py_ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(text, &size);
  if (bytes == nullptr) throw py::error_already_set();
  return {bytes, static_cast<std::size_t>(size)};
}

Value in_whole(py::handle object, std::string_view place) {
  int too_large = 0;
  const long long number = PyLong_AsLongLongAndOverflow(object.ptr(), &too_large);
  if (number == -1 && too_large == 0 && PyErr_Occurred()) throw py::error_already_set();
  if (too_large == 0) return Value(number);
  if (too_large > 0) {
    const unsigned long long large = PyLong_AsUnsignedLongLong(object.ptr());
    if (!PyErr_Occurred()) return Value(std::uint64_t{large});
    PyErr_Clear();
  }
  throw UsageError(std::string(place) + " is a whole number of more than 64 bits");
}

Value in_list(py::handle object, std::string_view place) {
  Value::List list;
  for (py::handle element : object) list.push_back(in_value(element, place));
  return list;
}

Value in_map(py::handle object, std::string_view place) {
  Value::Entries entries;
  for (py::handle key : object) entries.emplace_back(in_value(key, place), in_value(object[key], place));
  return entries;
}

bool is_mapping(py::handle object) {
  if (PyDict_Check(object.ptr())) return true;
  const int is_one = PyObject_IsInstance(object.ptr(), known().mapping);
  if (is_one < 0) throw py::error_already_set();
  return is_one == 1;
}

py::object iso_text(py::handle object) {
  return object.attr("isoformat")();
}

/// Lists within lists end where Python says that they are too deep, also where one contains itself.
class Deeper {
 public:
  Deeper() {
    if (Py_EnterRecursiveCall(" in data") != 0) throw py::error_already_set();
  }
  ~Deeper() { Py_LeaveRecursiveCall(); }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
};

Value in_deep(py::handle object, std::string_view place) {
  const Deeper deeper;
  if (PyList_Check(object.ptr()) || PyTuple_Check(object.ptr())) return in_list(object, place);
  if (is_mapping(object)) return in_map(object, place);
  throw py::type_error(std::string(place) + " takes no '" + type_of(object) + "'");
}

}  // namespace

void prepare_values() {
  PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw py::error_already_set();
  known().utc = PyDateTime_TimeZone_UTC;
  known().mapping = py::object(py::module_::import("collections.abc").attr("Mapping")).release().ptr();
}

Timestamp in_moment(py::handle object) {
  if (!PyDateTime_Check(object.ptr())) throw py::type_error("a moment is a datetime, not '" + type_of(object) + "'");
  py::object moment = py::reinterpret_borrow<py::object>(object);
  PyObject* zone = PyDateTime_DATE_GET_TZINFO(moment.ptr());
  if (zone == Py_None)
    throw UsageError("a moment needs a time zone, as in datetime.now(timezone.utc); " + std::string(py::str(iso_text(object))) +
                     " has none");
  if (zone != known().utc) moment = moment.attr("astimezone")(py::handle(known().utc));
  PyObject* at = moment.ptr();
  const std::chrono::year_month_day day{std::chrono::year{PyDateTime_GET_YEAR(at)},
                                        std::chrono::month{static_cast<unsigned>(PyDateTime_GET_MONTH(at))},
                                        std::chrono::day{static_cast<unsigned>(PyDateTime_GET_DAY(at))}};
  const std::int64_t days = std::chrono::sys_days{day}.time_since_epoch().count();
  constexpr int kMinutes = 60;
  const std::int64_t seconds =
      (PyDateTime_DATE_GET_HOUR(at) * kMinutes + PyDateTime_DATE_GET_MINUTE(at)) * kMinutes + PyDateTime_DATE_GET_SECOND(at);
  return {days * kSecondsInDay + seconds, PyDateTime_DATE_GET_MICROSECOND(at) * kNanosInMicro};
}

Duration in_length(py::handle object) {
  if (!PyDelta_Check(object.ptr())) throw py::type_error("a length of time is a timedelta, not '" + type_of(object) + "'");
  std::int64_t seconds = PyDateTime_DELTA_GET_DAYS(object.ptr()) * kSecondsInDay + PyDateTime_DELTA_GET_SECONDS(object.ptr());
  std::int32_t nanos = PyDateTime_DELTA_GET_MICROSECONDS(object.ptr()) * kNanosInMicro;
  constexpr std::int32_t kNanosInSecond = 1'000'000'000;
  if (seconds < 0 && nanos > 0) {  // Python counts up from the second below
    ++seconds;
    nanos -= kNanosInSecond;
  }
  return {seconds, nanos};
}

Value in_value(py::handle object, std::string_view place) {
  PyObject* given = object.ptr();
  if (object.is_none()) return {};
  if (PyBool_Check(given)) return Value(given == Py_True);
  if (PyLong_Check(given)) return in_whole(object, place);
  if (PyFloat_Check(given)) return Value(PyFloat_AS_DOUBLE(given));
  if (PyUnicode_Check(given)) return Value(in_text(given));
  if (PyBytes_Check(given)) return Value(Value::Bytes{py::reinterpret_borrow<py::bytes>(object)});
  if (PyDateTime_Check(given)) return Value(in_moment(object));
  if (PyDelta_Check(given)) return Value(in_length(object));
  if (PyDate_Check(given) || PyTime_Check(given)) return Value(in_text(iso_text(object).ptr()));
  if (PyIndex_Check(given)) {
    const auto whole = py::reinterpret_steal<py::object>(PyNumber_Index(given));
    if (!whole) throw py::error_already_set();
    return in_whole(whole, place);
  }
  return in_deep(object, place);
}

Data in_data(py::handle object) {
  Data data;
  if (object.is_none()) return data;
  if (!is_mapping(object)) throw py::type_error("data are values by path, {\"rfc.summary\": …}, not '" + type_of(object) + "'");
  for (py::handle key : object) {
    if (!PyUnicode_Check(key.ptr())) throw py::type_error("a path is a text, not '" + type_of(key) + "'");
    std::string path = in_text(key.ptr());
    Value value = in_value(object[key], path);
    data.insert_or_assign(std::move(path), std::move(value));
  }
  return data;
}

py::object out(Timestamp moment) {
  using std::chrono::days;
  using std::chrono::seconds;
  const seconds since{moment.seconds};
  const days whole_days = std::chrono::floor<days>(since);
  const std::chrono::year_month_day day{std::chrono::sys_days{whole_days}};
  const std::chrono::hh_mm_ss time{since - whole_days};
  PyObject* made = PyDateTimeAPI->DateTime_FromDateAndTime(
      static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
      static_cast<int>(static_cast<unsigned>(day.day())), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()), moment.nanos / kNanosInMicro, known().utc,
      PyDateTimeAPI->DateTimeType);
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

py::object out(Duration length) {
  PyObject* made = PyDelta_FromDSU(static_cast<int>(length.seconds / kSecondsInDay),
                                   static_cast<int>(length.seconds % kSecondsInDay), length.nanos / kNanosInMicro);
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

py::object out(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return py::none();
    case Value::Kind::boolean:
      return py::bool_(*value.if_bool());
    case Value::Kind::int_:
      return py::int_(*value.if_int());
    case Value::Kind::uint:
      return py::int_(*value.if_uint());
    case Value::Kind::double_:
      return py::float_(*value.if_double());
    case Value::Kind::string:
      return py::str(*value.if_string());
    case Value::Kind::bytes:
      return py::bytes(value.if_bytes()->data);
    case Value::Kind::timestamp:
      return out(*value.if_timestamp());
    case Value::Kind::duration:
      return out(*value.if_duration());
    case Value::Kind::list: {
      py::list list;
      for (const Value& element : *value.if_list()) list.append(out(element));
      return list;
    }
    case Value::Kind::map: {
      py::dict map;
      for (const auto& [key, element] : *value.if_map()) map[out(key)] = out(element);
      return map;
    }
    case Value::Kind::type:  // fields never hold one
      return py::str(value.if_type()->name);
  }
  return py::none();
}

py::object out(const Data& data) {
  py::dict map;
  for (const auto& [path, value] : data) map[py::str(path)] = out(value);
  return map;
}

}  // namespace itsmflow::python
