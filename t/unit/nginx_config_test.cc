#include "inspect/nginx_config.h"

#include "t/unit/unit.h"

namespace doorward {
namespace {

using inspect::Directive;
using inspect::NginxSyntaxError;

// "name[a][b]{…}" for each directive.
std::string shown(const std::vector<Directive>& directives) {
  std::string text;
  for (const auto& directive : directives) {
    text += directive.name;
    for (const auto& argument : directive.arguments) text += "[" + argument + "]";
    if (!directive.block.empty()) text += "{" + shown(directive.block) + "}";
    text += ";";
  }
  return text;
}

std::string parsed(std::string_view text) {
  return shown(inspect::parse_nginx_file(text, "/f"));
}

std::string complaint(std::string_view text) try {
  return "none: " + parsed(text);
} catch (const NginxSyntaxError& error) {
  return error.what();
}

std::string dumped(std::string_view text) try {
  return shown(inspect::parse_nginx_dump(text));
} catch (const NginxSyntaxError& error) {
  return error.what();
}

BOOST_AUTO_TEST_SUITE(nginx_config)

BOOST_AUTO_TEST_CASE(words_end_at_blanks_semicolons_and_braces) {
  BOOST_TEST(parsed("a;b c\td;\r\ne f{g h;}i{}") == "a;b[c][d];e[f]{g[h];};i;");
  BOOST_TEST(parsed("") == "");
  BOOST_TEST(parsed(" \n# only this") == "");
}

BOOST_AUTO_TEST_CASE(comment_begins_only_where_a_word_could) {
  BOOST_TEST(parsed("a b#c;# d; e\nf;") == "a[b#c];f;");
  BOOST_TEST(parsed("a '#' \"#\" # b;\n c;") == "a[#][#][c];");
  BOOST_TEST(parsed("a {# }\nb;}") == "a{b;};");
}

BOOST_AUTO_TEST_CASE(quotes_hold_everything_but_themselves) {
  BOOST_TEST(parsed("a 'b; {c} # \"d\"';") == "a[b; {c} # \"d\"];");
  BOOST_TEST(parsed("a \"b 'c'\n d\" e;") == "a[b 'c'\n d][e];");
  BOOST_TEST(parsed("a '' \"\";") == "a[][];");
  BOOST_TEST(parsed("\"a\" b;") == "a[b];");
}

BOOST_AUTO_TEST_CASE(quote_within_a_word_is_an_ordinary_character) {
  BOOST_TEST(parsed("a b\"c d'e;") == "a[b\"c][d'e];");
}

BOOST_AUTO_TEST_CASE(escapes_are_those_of_nginx) {
  BOOST_TEST(parsed(R"(a "b\"c" 'd\'e' f\\g h\;i j\ k \.php$ l\tm;)") ==
             "a[b\"c][d'e][f\\g][h\\;i][j\\ k][\\.php$][l\tm];");
  BOOST_TEST(parsed(R"(a "\n\d\\";)") == "a[\n\\d\\];");
}

BOOST_AUTO_TEST_CASE(brace_behind_a_dollar_belongs_to_the_variable) {
  BOOST_TEST(parsed("a ${b}c d${e} f;") == "a[${b}c][d${e}][f];");
  BOOST_TEST(parsed("a b{c;}") == "a[b]{c;};");
  BOOST_TEST(complaint("location ~ ^/x{2}$ { a; }") == "/f:1: the block is not closed");
  BOOST_TEST(parsed("location ~ \"^/x{2}$\" { a; }") == "location[~][^/x{2}$]{a;};");
}

BOOST_AUTO_TEST_CASE(lua_is_skipped_as_a_whole) {
  BOOST_TEST(parsed("a { content_by_lua_block { if x then y = {1; 2} end } b; }") ==
             "a{content_by_lua_block;b;};");
}

BOOST_AUTO_TEST_CASE(each_directive_knows_its_line) {
  const auto directives = inspect::parse_nginx_file("a;\n\nb 'x\ny'\n{ # c\n d\n  e; }\nf;", "/f");
  BOOST_TEST(directives.at(0).place.line == 1);
  BOOST_TEST(directives.at(1).place.line == 3);
  BOOST_TEST(directives.at(1).block.at(0).place.line == 6);
  BOOST_TEST(directives.at(2).place.line == 8);
  BOOST_TEST(directives.at(2).place.file == "/f");
  BOOST_TEST(directives.at(2).argument(0) == "");
}

BOOST_AUTO_TEST_CASE(what_is_not_whole_is_refused_with_its_line) {
  BOOST_TEST(complaint("a\nb") == "/f:1: neither ';' nor '{' follows");
  BOOST_TEST(complaint("a {\n b;") == "/f:1: the block is not closed");
  BOOST_TEST(complaint("a;\n}") == "/f:2: this '}' closes nothing");
  BOOST_TEST(complaint("a { b }") == "/f:1: a ';' is missing before this '}'");
  BOOST_TEST(complaint("\n;") == "/f:2: nothing stands before this ';'");
  BOOST_TEST(complaint("{") == "/f:1: nothing stands before this '{'");
  BOOST_TEST(complaint("a\n 'b;") == "/f:2: the quote is not closed");
  BOOST_TEST(complaint("a 'b'c;") == "/f:1: a blank, ';' or '{' is missing after the quote");
  BOOST_TEST(complaint(std::string(1000, 'a') + std::string(200, '{')) ==
             "/f:1: nothing stands before this '{'");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "a{";
  BOOST_TEST(complaint(deep) == "/f:1: too many blocks in each other");
}

BOOST_AUTO_TEST_CASE(includes_are_found_in_the_dump) {
  BOOST_TEST(dumped("nginx: the configuration file /n/nginx.conf syntax is ok\n"
                    "# configuration file /n/nginx.conf:\na;include x/b.conf;c { include /d; }\n\n"
                    "# configuration file /n/x/b.conf:\nb;\n\n# configuration file /d:\nd;\n") ==
             "a;b;c{d;};");
}

BOOST_AUTO_TEST_CASE(pattern_includes_what_fits_in_the_order_of_names) {
  BOOST_TEST(dumped("# configuration file /n/nginx.conf:\ninclude x/*.conf;include y/[ab];\n"
                    "# configuration file /n/x/b.conf:\nb;\n# configuration file /n/x/a.conf:\na;\n"
                    "# configuration file /n/x/z/c.conf:\nnever;\n"
                    "# configuration file /n/x/.d.conf:\nnever;\n"
                    "# configuration file /n/y/b:\nyb;\n") == "a;b;yb;");
  BOOST_TEST(dumped("# configuration file /n/nginx.conf:\na;include none/*;\n") == "a;");
}

BOOST_AUTO_TEST_CASE(places_are_those_of_the_file_that_holds_them) {
  const auto directives = inspect::parse_nginx_dump(
      "# configuration file /n/nginx.conf:\n\ninclude b;\n\n# configuration file /n/b:\n\n\nb;\n");
  BOOST_TEST(directives.at(0).place.file == "/n/b");
  BOOST_TEST(directives.at(0).place.line == 3);
}

BOOST_AUTO_TEST_CASE(dump_that_is_none_or_not_whole_is_refused) {
  BOOST_TEST(dumped("a;").find("not what 'nginx -T' prints") != std::string::npos);
  BOOST_TEST(dumped("# configuration file /n:\na;\ninclude b;\n") ==
             "/n:2: the included file is missing: /b");
  BOOST_TEST(dumped("# configuration file /n:\ninclude n;\n") ==
             "/n:1: the files include each other");
  BOOST_TEST(dumped("# configuration file /n:\na {\n# configuration file /m:\n}\n") ==
             "/n:1: the block is not closed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward
