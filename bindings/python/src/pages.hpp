// Long lists as iterators, that are read in pages.
#pragma once

#include "engine.hpp"
#include "record.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace itsmflow::python {

template <class Item>
class Pages {
 public:
  /// What comes after an item, or from the beginning; at least one where there is any. Called without the GIL.
  using Read = std::function<std::vector<Item>(const Engine&, const Item* last)>;

  /// Reads the first page, so that what is wrong with the call is told by the call.
  Pages(py::object engine, Read read) : engine_(std::move(engine)), read_(std::move(read)) { turn(nullptr); }

  Item next() {
    if (is_reading_) throw py::value_error("another thread is reading the next page");
    if (at_ == page_.size()) {
      if (page_.empty()) throw py::stop_iteration();
      const Item last = std::move(last_);
      turn(&last);
      if (page_.empty()) throw py::stop_iteration();
    }
    if (at_ + 1 == page_.size()) last_ = page_[at_];
    return std::move(page_[at_++]);
  }

 private:
  void turn(const Item* last) {
    is_reading_ = true;
    try {
      std::vector<Item> page =
          py::cast<const PythonEngine&>(engine_).run([&](const Engine& engine) { return read_(engine, last); });
      page_ = std::move(page);
      at_ = 0;
      is_reading_ = false;
    } catch (...) {
      is_reading_ = false;
      if (last) last_ = *last;  // it may be tried again
      throw;
    }
  }

  py::object engine_;
  Read read_;
  std::vector<Item> page_;
  std::size_t at_ = 0;
  Item last_{};
  bool is_reading_ = false;
};

template <class Item>
void add_pages(py::module_& module, const char* name) {
  py::class_<Pages<Item>>(module, name, "Reads on by itself. For one thread at a time.")
      .def("__iter__", [](py::object self) { return self; })
      .def("__next__", &Pages<Item>::next);
}

}  // namespace itsmflow::python
