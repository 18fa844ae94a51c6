#include "store/outbox.h"

#include "base/check.h"
#include "base/json.h"

namespace doorward::store {
namespace {

constexpr std::size_t kAnswerBytesMax = 255;
constexpr std::chrono::seconds kServerWaitMax{5};

LetterState state_from(std::string_view text) {
  if (text == "queued") return LetterState::queued;
  if (text == "leased") return LetterState::leased;
  if (text == "sent") return LetterState::sent;
  if (text == "refused") return LetterState::refused;
  check(text == "dropped", "a letter state that this program knows");
  return LetterState::dropped;
}

using Details = std::map<std::string, std::string>;

std::string to_json(const Details& details) {
  return details.empty() ? "" : doorward::to_text(Json(details));
}

Details details_from(const std::string& text) {
  return text.empty() ? Details() : Json::parse(text).get<Details>();
}

// The whole row of those letters, for from_row.
std::string letters_that(const char* rest) {
  return std::string(
             "SELECT id, letter, recipient, flow_id, name, browser, network, priority, state,"
             " attempts, due_at, handed_at, answer, created_at, details, language FROM outbox ") +
         rest;
}

Letter from_row(const Row& row) {
  auto recipient = Email::parse(row.text(2));
  check(recipient.has_value(), "a stored address is an address");
  return {row.text(0),       row.text(1),        std::move(*recipient),
          row.maybe_text(3), row.text(4),        row.text(5),
          row.text(6),       row.number(7) == 0, state_from(row.text(8)),
          row.count(9),      row.time(10),       row.maybe_time(11),
          row.text(12),      row.time(13),       details_from(row.text(14)),
          row.text(15)};
}

std::vector<Letter> from_rows(const std::vector<Row>& rows) {
  std::vector<Letter> letters;
  for (const auto& row : rows) letters.push_back(from_row(row));
  return letters;
}

// Server answers may hold any bytes; the column is text.
std::string storable(const std::string& answer) {
  std::string text = answer.substr(0, kAnswerBytesMax);
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
  return text;
}

}  // namespace

std::string_view to_text(LetterState state) {
  switch (state) {
    case LetterState::queued:
      return "queued";
    case LetterState::leased:
      return "leased";
    case LetterState::sent:
      return "sent";
    case LetterState::refused:
      return "refused";
    case LetterState::dropped:
      return "dropped";
  }
  check(false, "a letter state that has a name");
  return "";
}

namespace outbox {

void add(Transaction& tx, const Letter& letter, Timestamp now) {
  tx.execute(
      "INSERT INTO outbox (id, letter, recipient, domain, flow_id, name, browser, network,"
      " priority, state, attempts, due_at, answer, created_at, details, language)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, ?, '', ?, ?, ?)",
      {letter.id, letter.letter, letter.recipient.text(), letter.recipient.domain().text(),
       or_null(letter.flow_id), letter.name, letter.browser, letter.network,
       std::int64_t{letter.urgent ? 0 : 1}, now, now, to_json(letter.details), letter.language});
}

std::vector<Letter> lease(Transaction& tx, const Id& lease, std::size_t count,
                          std::chrono::seconds lease_time, Timestamp now) {
  auto letters =
      from_rows(tx.all(letters_that("WHERE state IN ('queued', 'leased') AND due_at <= ? ORDER BY "
                                    "priority, due_at LIMIT ? FOR UPDATE SKIP LOCKED")
                           .c_str(),
                       {now, static_cast<std::int64_t>(count)}));
  // A lock holds on one node of a cluster alone. Who loses to a mailer on another is told so by a
  // deadlock, at the commit at the latest, and asks again.
  std::erase_if(letters, [&](const Letter& letter) {
    return tx.execute(
               "UPDATE outbox SET state = 'leased', lease = ?, due_at = ?, attempts = attempts + 1"
               " WHERE id = ? AND state IN ('queued', 'leased') AND due_at <= ?",
               {lease, now + lease_time, letter.id, now}) == 0;
  });
  return letters;
}

std::vector<Letter> leased(Transaction& tx, const Id& lease) {
  return from_rows(tx.all(
      letters_that("WHERE state = 'leased' AND lease = ? ORDER BY priority").c_str(), {lease}));
}

void mark_sent(Transaction& tx, const Id& id, const Id& lease, const std::string& answer,
               Timestamp now) {
  tx.execute(
      "UPDATE outbox SET state = 'sent', handed_at = ?, answer = ?"
      " WHERE id = ? AND lease = ? AND state = 'leased'",
      {now, storable(answer), id, lease});
}

void mark_refused(Transaction& tx, const Id& id, const Id& lease, const std::string& answer) {
  tx.execute(
      "UPDATE outbox SET state = 'refused', answer = ?"
      " WHERE id = ? AND lease = ? AND state = 'leased'",
      {storable(answer), id, lease});
}

void mark_dropped(Transaction& tx, const Id& id, const Id& lease, const std::string& answer) {
  tx.execute(
      "UPDATE outbox SET state = 'dropped', answer = ?"
      " WHERE id = ? AND lease = ? AND state = 'leased'",
      {storable(answer), id, lease});
}

void put_off(Transaction& tx, const Id& id, const Id& lease, const std::string& answer,
             Timestamp due_at) {
  tx.execute(
      "UPDATE outbox SET state = 'queued', due_at = ?, answer = ?"
      " WHERE id = ? AND lease = ? AND state = 'leased'",
      {due_at, storable(answer), id, lease});
}

std::optional<Letter> last_of_flow(Transaction& tx, const Id& flow_id) {
  const auto row =
      tx.one(letters_that("WHERE flow_id = ? ORDER BY created_at DESC, id DESC LIMIT 1").c_str(),
             {flow_id});
  return row ? std::optional(from_row(*row)) : std::nullopt;
}

std::uint64_t retry(Transaction& tx, const Id& id, Timestamp now) {
  return tx.execute(
      "UPDATE outbox SET state = 'queued', due_at = ?, attempts = 0"
      " WHERE id = ? AND state IN ('queued', 'refused', 'dropped')",
      {now, id});
}

std::uint64_t retry_refused(Transaction& tx, Timestamp now) {
  return tx.execute(
      "UPDATE outbox SET state = 'queued', due_at = ?, attempts = 0 WHERE state = 'refused'",
      {now});
}

std::uint64_t drop(Transaction& tx, const Id& id) {
  return tx.execute(
      "UPDATE outbox SET state = 'dropped', answer = 'by the operator'"
      " WHERE id = ? AND state = 'queued'",
      {id});
}

std::uint64_t drop_queued(Transaction& tx) {
  return tx.execute(
      "UPDATE outbox SET state = 'dropped', answer = 'by the operator' WHERE state = 'queued'");
}

std::optional<Letter> find(Transaction& tx, const Id& id) {
  const auto row = tx.one(letters_that("WHERE id = ?").c_str(), {id});
  return row ? std::optional(from_row(*row)) : std::nullopt;
}

void mark_bounced(Transaction& tx, const Id& id, const std::string& answer) {
  tx.execute("UPDATE outbox SET state = 'refused', answer = ? WHERE id = ? AND state = 'sent'",
             {storable(answer), id});
}

std::vector<Letter> newest(Transaction& tx, std::size_t count) {
  return from_rows(
      tx.all(letters_that("ORDER BY id DESC LIMIT ?").c_str(), {static_cast<std::int64_t>(count)}));
}

std::vector<Letter> newest_to(Transaction& tx, const Email& recipient, Timestamp since,
                              std::size_t count) {
  // `domain` is what has an index.
  return from_rows(tx.all(
      letters_that("WHERE domain = ? AND recipient = ? AND created_at >= ? AND letter <> 'decoy' "
                   "ORDER BY created_at DESC LIMIT ?")
          .c_str(),
      {recipient.domain().text(), recipient.text(), since, static_cast<std::int64_t>(count)}));
}

WaitingLetters waiting_since(Transaction& tx, Timestamp before, Timestamp now) {
  // While the server is away every letter is due again within seconds, and one is being tried.
  const auto row = tx.one(
      "SELECT COUNT(*), COUNT(DISTINCT domain), COALESCE(MAX(state = 'leased' OR due_at <= ?), 0),"
      " MIN(created_at) FROM outbox"
      " WHERE state IN ('queued', 'leased') AND letter <> 'decoy' AND created_at <= ?",
      {now + kServerWaitMax, before});
  const auto said = tx.one(
      "SELECT answer FROM outbox WHERE state IN ('queued', 'leased') AND letter <> 'decoy'"
      " AND created_at <= ? AND answer <> '' ORDER BY due_at LIMIT 1",
      {before});
  return {row->count(0), row->count(1), row->number(2) != 0, row->maybe_time(3),
          said ? said->text(0) : ""};
}

bool handed_since(Transaction& tx, Timestamp since) {
  // due_at is the end of the lease then, and what has an index.
  return tx
      .one(
          "SELECT 1 FROM outbox WHERE state = 'sent' AND due_at >= ? AND handed_at >= ?"
          " AND letter <> 'decoy' LIMIT 1",
          {since, since})
      .has_value();
}

std::optional<CodeFacts> code_facts(Transaction& tx, const Id& flow_id) {
  const auto row = tx.one(
      "SELECT kind, state, email, decoy, code_key_id, generation, tries, code_ends_at,"
      " expires_at FROM flow WHERE id = ?",
      {flow_id});
  if (!row) return std::nullopt;
  const auto kind = flow_kind_from(row->text(0));
  const auto state = flow_state_from(row->text(1));
  auto email = Email::parse(row->text(2));
  check(kind && state && email, "a flow that this program understands");
  return CodeFacts{*kind,        *state,        std::move(*email), row->number(3) != 0,
                   row->text(4), row->count(5), row->count(6),     row->maybe_time(7),
                   row->time(8)};
}

}  // namespace outbox
}  // namespace doorward::store
