#include "base/template.h"

#include <set>

#include "base/template_names.h"
#include "t/unit/unit.h"

namespace doorward {
namespace {

namespace fs = std::filesystem;

std::set<std::string> shipped() {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator("templates"))
    if (entry.path().extension() == ".tpl")
      names.insert(entry.path().lexically_relative("templates").string());
  return names;
}

std::string fault_of(const fs::path& directory) {
  try {
    const Templates templates(directory);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

BOOST_AUTO_TEST_SUITE(templates_of_an_operator)

BOOST_AUTO_TEST_CASE(those_that_are_shipped_are_those_that_must_be_there) {
  BOOST_TEST(
      (shipped() == std::set<std::string>(std::begin(kTemplateNames), std::end(kTemplateNames))));
}

BOOST_AUTO_TEST_CASE(one_that_is_missing_is_named) {
  const test::TempDir directory;
  const auto ours = directory / "templates";
  for (const auto name : {"part/top.html.tpl", "page/help.html.tpl", "mail/alarm/body.txt.tpl"}) {
    fs::remove_all(ours);
    fs::copy("templates", ours, fs::copy_options::recursive);
    fs::remove(ours / name);
    BOOST_TEST(fault_of(ours) == "templates that " + ours.string() + " lacks: " + name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
