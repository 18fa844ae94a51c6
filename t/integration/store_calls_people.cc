#include "store/group.h"
#include "store/invitation.h"
#include "store/known_browser.h"
#include "store/licence_letter.h"
#include "store/mailbox.h"
#include "store/newcomer.h"
#include "t/integration/store_calls.h"

namespace doorward::test {

using store::Transaction;
namespace accounts = store::accounts;
namespace companies = store::companies;
namespace invitations = store::invitations;
namespace known_browsers = store::known_browsers;
namespace mailboxes = store::mailboxes;
namespace newcomers = store::newcomers;

namespace {

constexpr auto kOperatorsList = "the operator's list of all";

StoreCalls about_accounts(const Sample& s) {
  const auto& id = s.account.id;
  const auto free_address = *Email::parse("nobody@" + s.account.email.domain().text());
  auto added = s.account;
  added.id = new_id(s.random, s.now);
  added.email = free_address;
  return {
      {[&](Transaction& tx) { accounts::find(tx, id); }},
      {[&](Transaction& tx) { accounts::find(tx, s.account.email); }},
      {[&](Transaction& tx) { accounts::look_up(tx, s.account.email); }},
      {[=](Transaction& tx) { accounts::look_up(tx, free_address); }},
      {[](Transaction& tx) { accounts::look_up(tx, *Email::parse("zz@zz.example")); }},
      {[&](Transaction& tx) { accounts::all(tx, s.company.id); }},
      {[](Transaction& tx) { accounts::all(tx, std::nullopt); }, kOperatorsList},
      {[&](Transaction& tx) { accounts::find_and_lock(tx, id); }},
      {[&](Transaction& tx) {
        accounts::at(tx, *DomainPattern::parse(s.account.email.domain().text()));
      }},
      {[](Transaction& tx) { accounts::at(tx, *DomainPattern::parse("*.c7.example")); }},
      {[=, &s](Transaction& tx) { accounts::add(tx, added, s.now); }},
      {[&](Transaction& tx) { accounts::rename(tx, id, "Another Name"); }},
      {[&](Transaction& tx) { accounts::set_password(tx, id, "hash", s.now); }},
      {[&](Transaction& tx) { accounts::erase(tx, id); }},
      {[&](Transaction& tx) { accounts::replace_hash(tx, s.account, "hash"); }},
      {[&](Transaction& tx) { accounts::set_status(tx, id, store::AccountStatus::locked); }},
      {[&](Transaction& tx) { accounts::set_role(tx, id, "company_admin"); }},
      {[&](Transaction& tx) { accounts::mark_proved(tx, id, "en", s.now); }},
      {[=, &s](Transaction& tx) {
        accounts::set_email(tx, s.account.id, free_address, accounts::MailboxProof::forgotten);
      }},
      {[&](Transaction& tx) { accounts::move_all(tx, s.company.id, s.other_company.id); }},
      {[&](Transaction& tx) { accounts::remove_rows(tx, id); }},
      {[&](Transaction& tx) { accounts::groups(tx, id); }},
      {[&](Transaction& tx) { store::groups::add(tx, id, "editors"); }},
      {[&](Transaction& tx) { store::groups::remove(tx, id, "support"); }},
      {[&](Transaction& tx) { mailboxes::mark_gone(tx, s.account.email, s.now, s.now); }},
      {[&](Transaction& tx) { mailboxes::mark_back(tx, id); }},
      {[&](Transaction& tx) { mailboxes::people_at(tx, s.account.email.domain()); }},
  };
}

StoreCalls about_companies(const Sample& s) {
  const auto domain = *DomainPattern::parse("c" + s.company.slug.substr(1) + ".example");
  const auto listed = *Email::parse(s.company.slug.substr(1) + "@freelance.example");
  auto added = s.company;
  added.id = new_id(s.random, s.now);
  added.slug = "added";
  auto changed = s.company;
  changed.name = "Another Name";
  return {
      {[&](Transaction& tx) { companies::find(tx, s.company.id); }},
      {[&](Transaction& tx) { companies::find_by_slug(tx, s.company.slug); }},
      {[&](Transaction& tx) { companies::find_to_change(tx, s.company.slug); }},
      {[&](Transaction& tx) { companies::hold(tx, s.company.id); }},
      {[&](Transaction& tx) { companies::lock(tx, s.company.id); }},
      {[=](Transaction& tx) { companies::find_by_domain(tx, domain); }},
      {[=](Transaction& tx) { companies::find_by_address(tx, listed); }},
      {[](Transaction& tx) { companies::all(tx); }, kOperatorsList},
      {[&](Transaction& tx) { companies::membership(tx, s.account.email); }},
      {[](Transaction& tx) {
        companies::membership(tx, *Email::parse("nobody@freelance.example"));
      }},
      {[&](Transaction& tx) { companies::covered(tx, {s.account}); }},
      {[&](Transaction& tx) {
        auto elsewhere = s.account;
        elsewhere.email = *Email::parse("nobody@freelance.example");
        companies::covered(tx, {elsewhere});
      }},
      {[=](Transaction& tx) { companies::add(tx, added); }},
      {[=](Transaction& tx) { companies::update(tx, changed); }},
      {[&](Transaction& tx) {
        companies::add_domain(tx, s.company, *DomainPattern::parse("added.example"), s.now);
      }},
      {[=, &s](Transaction& tx) { companies::remove_domain(tx, s.company, domain); }},
      {[&](Transaction& tx) { companies::domains(tx, s.company); }},
      {[&](Transaction& tx) {
        companies::add_address(tx, s.company, *Email::parse("added@freelance.example"), s.now);
      }},
      {[=, &s](Transaction& tx) { companies::remove_address(tx, s.company, listed); }},
      {[&](Transaction& tx) { companies::addresses(tx, s.company); }},
      {[&](Transaction& tx) { companies::move_lists(tx, s.company, s.other_company); }},
      {[&](Transaction& tx) {
        accounts::move_all(tx, s.company.id, s.other_company.id);
        companies::remove(tx, s.company);
      }},
      {[&](Transaction& tx) { companies::people(tx, s.company); }},
      {[&](Transaction& tx) { companies::take_seat(tx, s.company); }},
      {[&](Transaction& tx) { companies::note_seat_asked(tx, s.company.id); }},
      {[&](Transaction& tx) { store::licence_letters::claim(tx, s.company.id, s.now, 7, s.now); }},
  };
}

StoreCalls about_newcomers(const Sample& s) {
  const auto& address = s.account.email;
  const store::Invitation invitation{new_id(s.random, s.now),
                                     s.company.id,
                                     *Email::parse("guest7@c7.example"),
                                     "Somebody New",
                                     s.account.id,
                                     s.now,
                                     s.now + std::chrono::hours(24)};
  const newcomers::Newcomer newcomer{new_id(s.random, s.now),
                                     *Email::parse("newcomer@freelance.example"),
                                     "Somebody New",
                                     s.company.id,
                                     {"support"},
                                     true};
  return {
      {[=, &s](Transaction& tx) { invitations::add(tx, invitation, s.now); }},
      {[&](Transaction& tx) { invitations::find_open(tx, s.company.id, address, s.now); }},
      {[&](Transaction& tx) { invitations::open_of(tx, s.company.id, s.now); }},
      {[&](Transaction& tx) { invitations::withdraw(tx, s.company.id, s.invitation_id, s.now); }},
      {[&](Transaction& tx) { invitations::accept(tx, address, s.now); }},
      {[&](Transaction& tx) {
        newcomers::companies_by_slug(tx, {"c1", "c2"});
      }},
      {[&](Transaction& tx) {
        newcomers::companies_by_domain(tx, {"c1.example", "c2.example"});
      }},
      {[](Transaction& tx) { newcomers::companies_by_address(tx, {"1@freelance.example"}); }},
      {[&](Transaction& tx) {
        newcomers::accounts(tx, {address.text(), "nobody@c1.example"});
      }},
      {[&](Transaction& tx) { newcomers::seats_left(tx, s.company.id); }},
      {[=, &s](Transaction& tx) { newcomers::add(tx, {newcomer}, s.now); }},
      {[&](Transaction& tx) { known_browsers::of(tx, s.account.id); }},
      {[&](Transaction& tx) { known_browsers::contains(tx, address, s.token_hash); }},
      {[&](Transaction& tx) {
        for (int browser = 0; browser < known_browsers::kPerAccountMax; ++browser)
          known_browsers::remember(tx, s.account.id, s.random.bytes(32), s.now);
      }},
      {[&](Transaction& tx) { known_browsers::forget_all(tx, s.account.id); }},
      {[&](Transaction& tx) { known_browsers::all(tx, s.account.id); }},
  };
}

}  // namespace

StoreCalls calls_about_people(const Sample& s) {
  auto calls = about_accounts(s);
  for (auto&& more : {about_companies(s), about_newcomers(s)})
    calls.insert(calls.end(), more.begin(), more.end());
  return calls;
}

}  // namespace doorward::test
