#include "ctl/account_cause.h"

#include <algorithm>

#include "base/text.h"
#include "ctl/values.h"

namespace doorward::ctl {
namespace {

// So long a letter may wait without anything being wrong.
constexpr std::chrono::minutes kLetterPatience{1};

std::string moment(Timestamp time) {
  const auto iso = text::iso8601(time);
  return iso.substr(0, 10) + " " + iso.substr(11, 8) + " UTC";
}

std::optional<Cause> standing_cause(const store::Company& company, Timestamp now) {
  switch (company.standing(now)) {
    case LicenceStanding::suspended:
      return Cause{"company_suspended", "Company '" + company.slug + "' is suspended since " +
                                            moment(*company.suspended_at) +
                                            ": 'doorwardctl company resume' ends that."};
    case LicenceStanding::over:
      return Cause{"licence_over", "The licence of company '" + company.slug + "' is over since " +
                                       moment(*company.licence_until) + "."};
    case LicenceStanding::not_started:
      return Cause{"licence_not_started", "The licence of company '" + company.slug +
                                              "' does not start before " +
                                              moment(*company.licence_from) + "."};
    case LicenceStanding::in_grace:
    case LicenceStanding::runs:
      break;
  }
  return std::nullopt;
}

std::optional<Cause> status_cause(const store::Account& account) {
  if (account.status == store::AccountStatus::locked)
    return Cause{"account_locked",
                 "The account is locked: 'doorwardctl account unlock' lets the person in again."};
  if (account.status == store::AccountStatus::removed)
    return Cause{"account_removed",
                 "The account was removed: an administrator of the company may let the person back "
                 "in."};
  return std::nullopt;
}

std::optional<Timestamp> blocked(const PersonFacts& facts, std::string_view part) {
  std::optional<Timestamp> until;
  for (const auto& spent : facts.budgets)
    if (spent.blocked_until && spent.allowance.name.find(part) != std::string::npos)
      until = std::max(until.value_or(*spent.blocked_until), *spent.blocked_until);
  return until;
}

std::optional<Cause> budget_cause(const PersonFacts& facts) {
  if (const auto until = blocked(facts, "passwords"))
    return Cause{"password_tries_used_up", "Too many wrong passwords: tries are refused until " +
                                               moment(*until) + "; a reset by mail works now."};
  if (const auto until = blocked(facts, "codes"))
    return Cause{"code_tries_used_up",
                 "Too many wrong codes: codes are refused until " + moment(*until) + "."};
  if (const auto until = blocked(facts, "letters"))
    return Cause{"letters_used_up",
                 "Too many letters were asked for: no further one before " + moment(*until) + "."};
  return std::nullopt;
}

std::optional<Cause> letter_cause(const PersonFacts& facts) {
  const auto last = std::ranges::find_if(facts.letters, [](const store::Letter& letter) {
    return letter.letter != store::kDecoyLetter;
  });
  if (last == facts.letters.end()) return std::nullopt;
  // A sign-in that came after it had a letter that arrived.
  if (facts.account && facts.account->proved_at && *facts.account->proved_at > last->created_at)
    return std::nullopt;
  if (last->state == store::LetterState::refused)
    return Cause{"letter_refused", "The mail server refused the last letter, of " +
                                       moment(last->created_at) + ": " + last->answer};
  const bool waits =
      last->state == store::LetterState::queued || last->state == store::LetterState::leased;
  if (waits && (last->attempts > 0 || last->created_at + kLetterPatience < facts.now))
    return Cause{"letter_waiting",
                 "The last letter waits in the queue since " + moment(last->created_at) + ": " +
                     (last->answer.empty() ? "see that doorward-mailer runs." : last->answer)};
  return std::nullopt;
}

Cause not_listed(const PersonFacts& facts) {
  const auto& domain = facts.email.domain().text();
  for (const auto& listed : facts.similar_domains)
    if (domain.ends_with("." + listed))
      return {"subdomain_not_covered", "No account, and " + domain + " is not listed: " + listed +
                                           " is, but that covers no subdomain; *." + listed +
                                           " would."};
  const std::string none = "No account, and no company lists " + domain;
  if (facts.similar_domains.empty()) return {"domain_not_listed", none + "."};
  return {"domain_mistyped",
          none + "; " + facts.similar_domains.front() + " is listed: was the address mistyped?"};
}

Cause cause_without_account(const PersonFacts& facts, bool sign_up_open) {
  if (!facts.membership) return not_listed(facts);
  const auto& slug = facts.company->slug;
  if (auto cause = standing_cause(*facts.company, facts.now)) return *cause;
  if (facts.company->standing(facts.now) == LicenceStanding::in_grace)
    return {"licence_in_grace", "No account, and in the days of grace of company '" + slug +
                                    "' nobody new may sign up."};
  if (!facts.membership->listed)
    return {"address_not_listed", "No account, and company '" + slug +
                                      "' lists single addresses of that domain, but not this one."};
  if (!sign_up_open && !facts.invited)
    return {"sign_up_closed", "No account; sign-up is closed, and there is no open invitation."};
  if (facts.seats_full)
    return {"seats_full", "No account, and all " + std::to_string(*facts.company->seats) +
                              " seats of company '" + slug + "' are taken."};
  if (auto cause = budget_cause(facts)) return *cause;
  if (auto cause = letter_cause(facts)) return *cause;
  return {"may_sign_up",
          "No account yet: nothing keeps this person from signing up for company '" + slug + "'."};
}

}  // namespace

Cause cause_of(const PersonFacts& facts, bool sign_up_open) {
  if (!facts.account) return cause_without_account(facts, sign_up_open);
  if (auto cause = status_cause(*facts.account)) return *cause;
  if (auto cause = standing_cause(*facts.company, facts.now)) return *cause;
  if (auto cause = budget_cause(facts)) return *cause;
  if (auto cause = letter_cause(facts)) return *cause;
  if (facts.account->password_hash.empty())
    return {"never_validated",
            "The account was imported and has no password yet: the person must validate it at "
            "/auth/reset?for=validate."};
  const bool covered = facts.membership && facts.membership->listed &&
                       facts.membership->company.id == facts.account->company_id;
  if (!covered)
    return {"address_not_covered", "The lists of company '" + facts.company->slug +
                                       "' cover the address no longer: 'doorwardctl company domain "
                                       "add' or 'company address add' lets the person in again."};
  return {"none", "Nothing keeps this person out."};
}

}  // namespace doorward::ctl
