#include "store/database.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "store/migration.h"

namespace doorward::store {
namespace {

using std::chrono::steady_clock;

constexpr int kAttemptsMax = 3;
// Who loses to other nodes of a cluster does so at once, and maybe many times where all want one
// row.
constexpr int kContendedMax = 20;
// Somebody waits for the answer, and the workers for that one: what took a time-out is not
// repeated. Where there is another server it is asked, once.
constexpr std::chrono::seconds kAttemptsTime{4};
constexpr auto kClockAge = std::chrono::seconds(30);
constexpr auto kClockSkewMax = std::chrono::seconds(2);
// A server that has become a replica keeps its connections.
constexpr auto kFitAge = std::chrono::seconds(5);

}  // namespace

std::vector<Row> Transaction::all(const char* sql, Arguments arguments) {
  return connection_.select(sql, arguments);
}
std::vector<Row> Transaction::all(const char* sql, const std::vector<Value>& arguments) {
  return connection_.select(sql, arguments);
}
std::uint64_t Transaction::execute(const char* sql, Arguments arguments) {
  return connection_.change(sql, arguments);
}
std::uint64_t Transaction::execute(const char* sql, const std::vector<Value>& arguments) {
  return connection_.change(sql, arguments);
}
void Transaction::run_once(const std::string& sql) {
  connection_.run_once(sql);
}

std::optional<Row> Transaction::one(const char* sql, Arguments arguments) {
  auto rows = all(sql, arguments);
  if (rows.empty()) return std::nullopt;
  check(rows.size() == 1, "one row was expected");
  return std::move(rows.front());
}

Database::Database(const DatabaseSettings& settings, Clock& clock, SchemaCheck schema_check,
                   const ServerRules& rules)
    : settings_(settings),
      clock_(clock),
      schema_check_(schema_check),
      servers_(servers_of(settings)),
      choice_(servers_.size(), rules, random_) {}

void Database::connect() try {
  if (connection_ && choice_.is_one_of_many()) {
    leave_what_became_unfit();
    look_for_better();
  }
  if (!connection_) open();
  if (steady_clock::now() - clock_learnt_at_ >= kClockAge) learn_time();
} catch (...) {
  connection_.reset();
  throw;
}

void Database::open() {
  const auto now = steady_clock::now();
  std::string reasons;
  std::exception_ptr misfit;  // of the first that is there and can't be worked with
  bool any_away = false;
  const auto failed = [&](std::size_t number, const std::exception& error) {
    choice_.failed(number, steady_clock::now());
    const auto name = choice_.is_one_of_many() ? servers_[number].name() + ": " : "";
    reasons += (reasons.empty() ? "" : "; ") + name + error.what();
  };
  std::unique_ptr<Connection> second_best;
  std::size_t second_best_number = 0;
  for (const auto number : choice_.order(now)) {
    try {
      auto [connection, fitness] = opened(number);
      if (fitness.grade == Fitness::Grade::fit) return use(std::move(connection), number);
      if (second_best) continue;
      second_best = std::move(connection);
      second_best_number = number;
    } catch (const Unavailable& error) {
      failed(number, error);
      any_away = true;
    } catch (const std::exception& error) {
      // One that was set up wrongly keeps nobody from those that are well.
      failed(number, error);
      if (!misfit) misfit = std::current_exception();
    }
  }
  if (!second_best && misfit && !any_away) std::rethrow_exception(misfit);
  if (!second_best) throw Unavailable("can't connect to the database: " + reasons);
  use(std::move(second_best), second_best_number);
}

// Never an unfit one.
Database::Candidate Database::opened(std::size_t number) const {
  Candidate candidate{std::make_unique<Connection>(settings_, servers_[number]), {}};
  if (choice_.is_one_of_many()) {
    candidate.fitness = candidate.connection->fitness();
    if (candidate.fitness.grade == Fitness::Grade::unfit)
      throw Unavailable(candidate.fitness.reason);
    candidate.connection->see_all_commits();
  }
  Transaction tx(*candidate.connection);
  if (schema_check_ == SchemaCheck::required) require_fitting_schema(tx);
  return candidate;
}

void Database::use(std::unique_ptr<Connection> connection, std::size_t number) {
  const auto now = steady_clock::now();
  if (number != std::exchange(last_server_, number))
    log::info("database_server", {{"server", servers_[number].name()}});
  connection_ = std::move(connection);
  choice_.use(number, now);
  look_.reset();
  fit_at_ = now;
  clock_learnt_at_ = {};
}

void Database::leave(const std::string& reason) {
  connection_.reset();
  const auto left = choice_.in_use();
  if (!left || !choice_.is_one_of_many()) return;
  choice_.failed(*left, steady_clock::now());
  log::warning("database_server_left", {{"server", servers_[*left].name()}, {"reason", reason}});
}

void Database::leave_what_became_unfit() {
  const auto now = steady_clock::now();
  if (now - fit_at_ < kFitAge) return;
  fit_at_ = now;
  if (const auto fitness = connection_->fitness(); fitness.grade == Fitness::Grade::unfit)
    leave(fitness.reason);
}

void Database::look_for_better() {
  const auto now = steady_clock::now();
  if (!look_) {
    if (const auto number = choice_.due_look(now)) {
      look_.emplace(servers_[*number], now);
      looked_at_ = *number;
    }
    return;
  }
  const auto answer = look_->answer(now);
  if (answer == ServerProbe::Answer::pending) return;
  look_.reset();
  std::unique_ptr<Connection> better;
  try {
    if (answer == ServerProbe::Answer::greets) {
      auto [connection, fitness] = opened(looked_at_);
      if (fitness.grade == Fitness::Grade::fit) better = std::move(connection);
    }
  } catch (const std::exception&) {
    // It isn't well, and will be looked at again.
  }
  if (choice_.looked(looked_at_, better != nullptr)) use(std::move(better), looked_at_);
}

void Database::learn_time() {
  const auto database_now = Transaction(*connection_).one("SELECT UTC_TIMESTAMP(6)")->time(0);
  const auto skew = database_now - SystemClock().now();
  if (std::chrono::abs(skew) > kClockSkewMax)
    log::warning("clock_skew", {{"seconds", std::to_string(skew.count() / 1'000'000)}});
  clock_.learn(database_now);
  clock_learnt_at_ = steady_clock::now();
}

void Database::connect_or_log() try { connect(); } catch (const Unavailable& error) {
  log::warning("started_without_database", {{"reason", error.what()}});
}

void Database::attempt(const std::function<void(Transaction&)>& f, bool transaction,
                       bool& commit_sent) {
  connect();
  Transaction tx(*connection_);
  if (!transaction) return f(tx);
  connection_->begin();
  f(tx);
  commit_sent = true;
  connection_->commit();
}

void Database::run(const std::function<void(Transaction&)>& f, bool transaction) {
  const auto end =
      steady_clock::now() +
      (choice_.is_one_of_many()
           ? std::max(kAttemptsTime, settings_.read_timeout + settings_.connect_timeout)
           : kAttemptsTime);
  for (int lost = 1, contended = 1;;) {
    bool commit_sent = false;
    try {
      return attempt(f, transaction, commit_sent);
    } catch (const LockWait&) {
      rollback_or_drop(transaction);
      throw;
    } catch (const Contended&) {
      rollback_or_drop(transaction);
      if (contended++ >= kContendedMax || steady_clock::now() > end) throw;
    } catch (const Unavailable& error) {
      leave(error.what());
      if (commit_sent || lost++ >= kAttemptsMax || steady_clock::now() > end) throw;
    } catch (...) {
      rollback_or_drop(transaction);
      throw;
    }
  }
}

void Database::rollback_or_drop(bool transaction) {
  if (!connection_) return;
  try {
    if (transaction) connection_->rollback();
  } catch (const std::runtime_error&) {
    connection_.reset();  // which rolls back as well
  }
}

}  // namespace doorward::store
