#include <algorithm>
#include <memory>

#include "capi/border.hpp"
#include "json/text.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

class CustomDirectory final : public flow::Directory {
 public:
  CustomDirectory(const itsmflow_directory_functions& functions, void* context) : functions_(functions), context_(context) {}
  void take_context() noexcept { context_.take(functions_.destroy); }

  std::optional<std::vector<std::string>> roles_of(std::string_view person) const override {
    itsmflow_reply reply;
    const std::string id(person);
    const itsmflow_status status = functions_.roles_of(context_.get(), out(id), &reply);
    if (status == ITSMFLOW_NOT_FOUND) return std::nullopt;
    throw_if_failed(reply.status(status), "roles_of", reply.why());
    return std::move(reply.texts);
  }

  std::vector<std::string> holders_of(std::string_view role) const override {
    if (functions_.holders_of == nullptr) return {};
    itsmflow_reply reply;
    const std::string id(role);
    const itsmflow_status status = functions_.holders_of(context_.get(), out(id), &reply);
    throw_if_failed(reply.status(status), "holders_of", reply.why());
    return std::move(reply.texts);
  }

 private:
  itsmflow_directory_functions functions_;
  Context context_;
};

}  // namespace

itsmflow_status itsmflow_directory_create(itsmflow_call* call, itsmflow_text people, itsmflow_directory** out) {
  return run_for_handle(call, out, [&] {
    return std::make_unique<itsmflow_directory>(std::make_shared<const flow::Directory>(flow::read_people(in(people))));
  });
}

itsmflow_status itsmflow_directory_create_custom(itsmflow_call* call, const itsmflow_directory_functions* functions, void* context,
                                                 itsmflow_directory** out) {
  return run_for_handle(call, out, [&] {
    const itsmflow_directory_functions given = in(functions);
    if (given.roles_of == nullptr) throw flow::UsageError("a directory has no function `roles_of`");
    const auto directory = std::make_shared<CustomDirectory>(given, context);
    auto handle = std::make_unique<itsmflow_directory>(directory);
    directory->take_context();
    return handle;
  });
}

void itsmflow_directory_destroy(itsmflow_directory* directory) {
  destroy(directory, Kind::directory);
}
