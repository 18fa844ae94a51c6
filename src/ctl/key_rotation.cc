#include "ctl/key_rotation.h"

#include <algorithm>

#include <sysexits.h>

#include "base/key_change.h"
#include "base/key_file.h"
#include "ctl/key.h"
#include "store/audit.h"
#include "store/held_key.h"

namespace doorward::ctl {
namespace {

using namespace std::chrono_literals;
using store::HeldKeys;

// Longer than a process takes to give word again after the database was away.
constexpr auto kHeardWithin = 90s;
// As long as a form may lie open, and a flow live.
constexpr auto kFormLife = 1h;
constexpr auto kRequest = "doorwardctl";

KeyPurpose to_purpose(Context& context, const std::string& name) {
  const auto purposes = key_purposes(context.config());
  const auto* const found = std::ranges::find(purposes, name, &KeyPurpose::name);
  if (found == purposes.end())
    throw Failure(EX_USAGE,
                  "the purpose of a key is session, code or form, not " + printable(name));
  return *found;
}

std::vector<std::string> users_of(std::string_view purpose) {
  if (purpose == "session") return {"web", "gate"};
  if (purpose == "code") return {"web", "mailer"};
  return {"web"};
}

std::string named(const HeldKeys& held) {
  return "doorward-" + held.program + " (process " + std::to_string(held.pid) + ") on " +
         printable(held.host);
}

std::string how_to_restart(std::string_view purpose) {
  if (purpose == "session") return "systemctl restart 'doorward-web@*' 'doorward-gate@*'";
  if (purpose == "code") return "systemctl restart 'doorward-web@*' doorward-mailer";
  return "systemctl restart 'doorward-web@*'";
}

// What was said of keys for that purpose lately, by processes that have ended as well.
std::vector<HeldKeys> reports(Context& context, const KeyPurpose& purpose,
                              std::chrono::seconds lately) {
  auto& database = context.database();
  const auto since = context.clock().now() - lately;
  auto all =
      database.read([&](store::Transaction& tx) { return store::held_keys::since(tx, since); });
  std::erase_if(all, [&](const HeldKeys& held) { return held.purpose != purpose.name; });
  return all;
}

std::vector<HeldKeys> at_work(Context& context, const KeyPurpose& purpose) {
  auto all = reports(context, purpose, kHeardWithin);
  std::erase_if(all, &HeldKeys::ended);
  return all;
}

void note(Context& context, const std::string& event, const std::string& detail) {
  context.database().transact([&](store::Transaction& tx) {
    store::audit::add(tx, context.random(),
                      {.name = event,
                       .request = kRequest,
                       .account_id = std::nullopt,
                       .email = "",
                       .network = "",
                       .detail = detail},
                      context.clock().now());
  });
}

void check_everybody_has(Context& context, const KeyPurpose& purpose, const Key& key) {
  const auto holders = at_work(context, purpose);
  for (const auto& program : users_of(purpose.name))
    if (std::ranges::find(holders, program, &HeldKeys::program) == holders.end())
      throw Failure(EX_TEMPFAIL,
                    "no doorward-" + program +
                        " has said which keys it holds: start it, and try again in ten seconds");
  const auto mark = store::marked(key);
  for (const auto& held : holders) {
    if (std::ranges::find(held.marks, mark) != held.marks.end()) continue;
    throw Failure(EX_TEMPFAIL,
                  named(held) + " does not have this " + purpose.name + " key " + key.id +
                      " yet: give its machine this file, restart it (" +
                      how_to_restart(purpose.name) +
                      "), and try again; of one that was killed this is forgotten in 90 seconds");
  }
}

int rotate(Context& context) {
  const auto purpose = to_purpose(context, context.line().argument(0));
  const auto keys = KeyFile::load(purpose.file);
  const auto& newest = keys.all().back();
  context.database();
  if (newest.id == keys.current().id) {
    const auto id = add_key(purpose.file, context.random());
    note(context, "key_added", std::string(purpose.name) + " " + id);
    context.say("The " + std::string(purpose.name) + " key " + id +
                    " is in the file and not in use yet. Give other machines this file, restart "
                    "the programs (" +
                    how_to_restart(purpose.name) + "), then run this command again.",
                {{"purpose", purpose.name}, {"id", id}, {"result", "added"}});
    return EX_OK;
  }
  check_everybody_has(context, purpose, newest);
  use_key(purpose.file, newest.id);
  note(context, "key_in_use", std::string(purpose.name) + " " + newest.id);
  context.say("The " + std::string(purpose.name) + " key " + newest.id +
                  " is in use from the next start on. Give other machines this file, restart the "
                  "programs (" +
                  how_to_restart(purpose.name) + "); later: doorwardctl key retire " +
                  purpose.name + " " + keys.current().id,
              {{"purpose", purpose.name}, {"id", newest.id}, {"result", "in use"}});
  return EX_OK;
}

std::int64_t dependent_rows(Context& context, const KeyPurpose& purpose, const std::string& id) {
  return context.database().read([&](store::Transaction& tx) {
    return store::held_keys::dependents(tx, purpose.name, id, context.clock().now());
  });
}

int retire(Context& context) {
  const auto purpose = to_purpose(context, context.line().argument(0));
  const auto& id = context.line().argument(1);
  const auto keys = KeyFile::load(purpose.file);
  if (keys.find(id) == nullptr)
    throw Failure(EX_DATAERR, purpose.file.string() + " has no key " + printable(id));
  if (keys.current().id == id)
    throw Failure(EX_DATAERR, "the " + std::string(purpose.name) + " key " + id +
                                  " is the one in use: doorwardctl key rotate " + purpose.name);
  for (const auto& held : at_work(context, purpose))
    if (held.in_use == id)
      throw Failure(EX_TEMPFAIL, named(held) + " still makes things with the " + purpose.name +
                                     " key " + id + ": restart it (" +
                                     how_to_restart(purpose.name) + ")");
  if (const auto count = dependent_rows(context, purpose, id); count > 0)
    throw Failure(EX_TEMPFAIL,
                  std::to_string(count) + " open " +
                      (purpose.name == std::string_view("session") ? "sessions" : "flows") +
                      " depend on the " + purpose.name + " key " + id +
                      ": try again when they are over");
  const auto last_hour = reports(context, purpose, kFormLife);
  if (purpose.name == std::string_view("form") &&
      std::ranges::find(last_hour, id, &HeldKeys::in_use) != last_hour.end())
    throw Failure(EX_TEMPFAIL, "forms made with the form key " + id +
                                   " may still lie open: try again an hour after the restart");
  remove_key(purpose.file, id);
  note(context, "key_removed", std::string(purpose.name) + " " + id);
  context.say("The " + std::string(purpose.name) + " key " + id +
                  " is gone from the file. Give "
                  "other machines this file; programs forget it at their next start.",
              {{"purpose", purpose.name}, {"id", id}, {"result", "removed"}});
  return EX_OK;
}

int holders(Context& context) {
  std::vector<Record> records;
  for (const auto& purpose : key_purposes(context.config()))
    for (const auto& held : at_work(context, purpose))
      records.push_back({{"purpose", held.purpose},
                         {"program", "doorward-" + held.program},
                         {"host", held.host},
                         {"process", held.pid},
                         {"keys", held.marks},
                         {"in_use", held.in_use},
                         {"heard_at", held.heard_at}});
  context.show(records);
  return EX_OK;
}

}  // namespace

std::vector<Command> key_rotation_commands() {
  return {
      {"key",
       "holders",
       "",
       "which process holds which keys",
       holders,
       {},
       "Each program says so every ten seconds. A key is shown as its id and a mark, which "
       "differs\n"
       "when two machines have different keys of one id.\n"},
      {"key",
       "rotate",
       "PURPOSE",
       "add a key; run again, put it into use",
       rotate,
       {},
       "PURPOSE is session, code or form. The first run adds a key that is not in use yet. "
       "Restart\n"
       "the programs, which loses no request; programs read keys at their start only. The second\n"
       "run puts it into use, and refuses (75) as long as a process lacks it; restart once more.\n"
       "Nobody is signed out, and no code or form becomes void.\n"},
      {"key",
       "retire",
       "PURPOSE ID",
       "take away a key that nothing depends on any more",
       retire,
       {},
       "Refuses (75) while a process, a session or a flow needs it. Of the code key the addresses\n"
       "that late bounces come to depend as well: keep it as long as those should count.\n"},
  };
}

}  // namespace doorward::ctl
