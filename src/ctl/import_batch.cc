#include "ctl/import_batch.h"

#include <functional>
#include <set>

#include "store/audit.h"

namespace doorward::ctl {
namespace {

namespace newcomers = store::newcomers;
using store::Transaction;

// Somebody of the batch may sign up between our look and our write: then we look again.
constexpr int kTriesMax = 5;

// "a.example.com", "*.example.com", "*.com": what a list of domains may call it.
std::vector<std::string> patterns_of(const std::string& domain) {
  std::vector<std::string> patterns{domain};
  for (auto dot = domain.find('.'); dot != std::string::npos; dot = domain.find('.', dot + 1))
    patterns.push_back("*" + domain.substr(dot));
  return patterns;
}

template <class Found>
const typename Found::mapped_type* find_in(const Found& found, const std::string& key) {
  const auto at = found.find(key);
  return at == found.end() ? nullptr : &at->second;
}

std::size_t hash_of(const std::string& text) {
  return std::hash<std::string>()(text);
}

std::size_t hash_of_rest(const ImportLine& person, const std::string& company) {
  auto rest = person.name + '\n' + company;
  for (const auto& group : person.groups.value_or(std::vector<std::string>())) rest += '\n' + group;
  return hash_of(rest);
}

}  // namespace

ImportBatches::ImportBatches(Context& context, std::optional<std::string> only_company,
                             bool rehearsal)
    : context_(context), only_company_(std::move(only_company)), rehearsal_(rehearsal) {}

void ImportBatches::take(std::vector<Line>& lines) {
  auto& database = context_.database();
  const auto decided = [&](Transaction& tx) { return decide(tx, lines); };
  if (rehearsal_) {
    lines = database.read(decided);
    for (const auto& line : lines) {
      if (line.fate != Line::Fate::added) continue;
      rehearsed_[hash_of(line.person->email.text())] = hash_of_rest(*line.person, line.company);
      ++rehearsed_seats_[line.company];
    }
    return;
  }
  for (int tried = 1;; ++tried) try {
      lines = database.transact(decided);
      return;
    } catch (const store::Duplicate&) {
      if (tried == kTriesMax) throw;
    }
}

std::vector<Line> ImportBatches::decide(Transaction& tx, std::vector<Line> lines) const {
  auto facts = ask(tx, lines);
  ask_seats(tx, lines, facts);
  const auto now = context_.clock().now();
  std::vector<newcomers::Newcomer> people;
  std::vector<std::string> slugs;
  for (auto& line : lines) {
    if (!line.person) continue;
    const auto& person = *line.person;
    const auto at = place(person, facts, line.reason);
    line.fate = at ? judge(person, *at, facts, line.reason) : Line::Fate::refused;
    if (line.fate != Line::Fate::added) continue;
    line.company = at->company.slug;
    const auto groups = person.groups.value_or(std::vector<std::string>());
    facts.accounts[person.email.text()] = {at->company.id, person.name,
                                           store::AccountStatus::active, groups};
    slugs.push_back(line.company);
    people.push_back({new_id(context_.random(), now), person.email, person.name, at->company.id,
                      groups, at->to_be_listed});
  }
  if (!rehearsal_) write(tx, people, slugs);
  return lines;
}

ImportBatches::Facts ImportBatches::ask(Transaction& tx, const std::vector<Line>& lines) const {
  std::vector<std::string> emails;
  std::set<std::string> slugs;
  std::set<std::string> patterns;
  for (const auto& line : lines) {
    if (!line.person) continue;
    emails.push_back(line.person->email.text());
    patterns.merge([&] {
      const auto all = patterns_of(line.person->email.domain().text());
      return std::set(all.begin(), all.end());
    }());
    if (const auto* slug = company_named(*line.person)) slugs.insert(*slug);
  }
  return {newcomers::companies_by_slug(tx, {slugs.begin(), slugs.end()}),
          newcomers::companies_by_domain(tx, {patterns.begin(), patterns.end()}),
          newcomers::companies_by_address(tx, emails),
          newcomers::accounts(tx, emails),
          {}};
}

void ImportBatches::ask_seats(Transaction& tx, const std::vector<Line>& lines, Facts& facts) const {
  // Sorted, so that two imports lock companies in the same order.
  std::map<Id, std::string> limited;
  std::string ignored;
  for (const auto& line : lines)
    if (line.person && !facts.accounts.contains(line.person->email.text()))
      if (const auto at = place(*line.person, facts, ignored); at && at->company.has_seat_limit)
        limited.emplace(at->company.id, at->company.slug);
  for (const auto& [id, slug] : limited) {
    const auto left = newcomers::seats_left(tx, id);
    if (!left) continue;
    const auto* taken = find_in(rehearsed_seats_, slug);
    facts.seats_left[id] = *left - std::min(*left, taken == nullptr ? 0U : *taken);
  }
}

const std::string* ImportBatches::company_named(const ImportLine& person) const {
  if (only_company_) return &*only_company_;
  return person.company ? &*person.company : nullptr;
}

std::optional<ImportBatches::Place> ImportBatches::place(const ImportLine& person,
                                                         const Facts& facts,
                                                         std::string& reason) const {
  const auto refuse = [&](std::string why) {
    reason = std::move(why);
    return std::nullopt;
  };
  const auto& domain = person.email.domain().text();
  const newcomers::Target* owner = nullptr;
  for (const auto& pattern : patterns_of(domain))
    if (owner == nullptr) owner = find_in(facts.by_domain, pattern);
  const auto what = owner != nullptr ? domain : person.email.text();
  if (owner == nullptr) owner = find_in(facts.by_address, person.email.text());

  const auto* slug = company_named(person);
  if (slug == nullptr) {
    if (owner != nullptr) return Place{*owner, false};
    return refuse("no company has " + domain + ": name one, or 'doorwardctl company domain add'");
  }
  if (person.company && *person.company != *slug)
    return refuse("is of company '" + *person.company + "', and --company says " + *slug);
  const auto* named = find_in(facts.by_slug, *slug);
  if (named == nullptr) return refuse("there is no company '" + *slug + "'");
  if (owner != nullptr && owner->id != named->id)
    return refuse(what + " belongs to company '" + owner->slug + "', not to " + *slug);
  return Place{*named, owner == nullptr};
}

Line::Fate ImportBatches::judge(const ImportLine& person, const Place& place, Facts& facts,
                                std::string& reason) const {
  using enum Line::Fate;
  if (const auto* known = find_in(facts.accounts, person.email.text())) {
    if (known->status == store::AccountStatus::removed)
      reason = "had an account, which was removed";
    else if (known->company_id != place.company.id)
      reason = "has an account already, in another company";
    else if (known->name != person.name)
      reason = "has an account already, with another name";
    else if (person.groups && known->groups != *person.groups)
      reason = "has an account already, with other groups";
    else
      return already_there;
    return refused;
  }
  const auto seen = rehearsed_.find(hash_of(person.email.text()));
  if (seen != rehearsed_.end()) {
    if (seen->second == hash_of_rest(person, place.company.slug)) return already_there;
    reason = "comes twice, with other data";
    return refused;
  }
  const auto seats = facts.seats_left.find(place.company.id);
  if (seats != facts.seats_left.end() && seats->second == 0) {
    reason = "company '" + place.company.slug + "' has no seat left";
    return refused;
  }
  if (seats != facts.seats_left.end()) --seats->second;
  return added;
}

void ImportBatches::write(Transaction& tx, const std::vector<newcomers::Newcomer>& people,
                          const std::vector<std::string>& slugs) const {
  const auto now = context_.clock().now();
  newcomers::add(tx, people, now);
  std::vector<store::audit::Event> events;
  for (std::size_t i = 0; i < people.size(); ++i)
    events.push_back({.name = "account_imported",
                      .request = "doorwardctl",
                      .account_id = people[i].id,
                      .email = people[i].email.text(),
                      .network = "",
                      .detail = slugs[i],
                      .company_id = people[i].company_id});
  store::audit::add_all(tx, context_.random(), events, now);
}

}  // namespace doorward::ctl
