// A page as a person reads it and as a browser holds it: its words, its forms, its links.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace doorward::cases {

struct Field {
  std::size_t form = 0;  // 0: outside of any form
  std::string name;
  std::string value;
  std::string type;
  bool disabled = false;
  bool read_only = false;
  bool checked = false;
};

struct Button {
  std::size_t form = 0;
  std::string name;
  std::string value;
  std::string label;
  bool disabled = false;
};

struct Link {
  std::string href;
  std::string label;
};

struct Form {
  std::string action;
  std::string method;
};

struct Page {
  std::string words;  // tags stripped, entities decoded, folded
  std::vector<Form> forms;
  std::vector<Field> fields;
  std::vector<Button> buttons;
  std::vector<Link> links;

  // The first of that name, null when there is none.
  const Field* field(std::string_view name) const;
  // By what it says or by its value; one that can be pressed is preferred. Null when there is none.
  const Button* button(std::string_view label_or_value) const;
};

Page read_page(std::string_view html);

// For comparing texts: lower case, one space for any white space, plain quotes, no outer blanks.
std::string fold(std::string_view text);

}  // namespace doorward::cases
