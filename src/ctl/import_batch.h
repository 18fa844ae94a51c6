// The lines of a file that go in together: one transaction decides about each of them, in order,
// and adds the new people. Sent again, or run again after the program died, it comes to the same.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ctl/command.h"
#include "domain/import_line.h"
#include "store/newcomer.h"

namespace doorward::ctl {

struct Line {
  enum class Fate { added, already_there, refused };
  std::size_t number = 0;            // in the file
  std::optional<ImportLine> person;  // none: refused by what it says
  std::string address = "";          // for the report
  std::string reason = "";           // why it is refused
  std::string company = "";          // the slug, of who is added
  Fate fate = Fate::refused;
};

class ImportBatches {
 public:
  // Everybody goes to `only_company`, if there is one. A rehearsal writes nothing, and remembers a
  // few bytes of each line in place of what it would have written.
  ImportBatches(Context& context, std::optional<std::string> only_company, bool rehearsal);

  // Decides about the lines that have a person, and writes.
  void take(std::vector<Line>& lines);

 private:
  using Targets = std::map<std::string, store::newcomers::Target>;
  // What the database says about the people of one batch.
  struct Facts {
    Targets by_slug;
    Targets by_domain;
    Targets by_address;
    std::map<std::string, store::newcomers::Known> accounts;
    std::map<Id, std::uint32_t> seats_left;  // of companies with a limit
  };
  struct Place {
    store::newcomers::Target company;
    bool to_be_listed = false;
  };

  std::vector<Line> decide(store::Transaction& tx, std::vector<Line> lines) const;
  Facts ask(store::Transaction& tx, const std::vector<Line>& lines) const;
  void ask_seats(store::Transaction& tx, const std::vector<Line>& lines, Facts& facts) const;
  const std::string* company_named(const ImportLine& person) const;
  // None: `reason` says why.
  std::optional<Place> place(const ImportLine& person, const Facts& facts,
                             std::string& reason) const;
  Line::Fate judge(const ImportLine& person, const Place& place, Facts& facts,
                   std::string& reason) const;
  void write(store::Transaction& tx, const std::vector<store::newcomers::Newcomer>& people,
             const std::vector<std::string>& slugs) const;

  Context& context_;
  std::optional<std::string> only_company_;
  bool rehearsal_;
  // Of a rehearsal: who would have been added, by hashes of address and of the rest, and how many
  // to each company.
  std::unordered_map<std::size_t, std::size_t> rehearsed_;
  std::map<std::string, std::uint32_t> rehearsed_seats_;
};

}  // namespace doorward::ctl
