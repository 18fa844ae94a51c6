// Sign-ups, sign-ins and resets under way. Every step is one conditional UPDATE from the state it
// must be in; `false` means somebody else was first, or the state was another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/random.h"
#include "domain/email.h"
#include "domain/flow_state.h"
#include "store/database.h"

namespace doorward::store {

struct Flow {
  Id id;
  FlowKind kind = FlowKind::sign_up;
  FlowState state = FlowState::asked;
  std::string secret_hash;
  Email email;
  // Whose it has proved to be: by the password that began it, else by its code. Until then nothing
  // here but `decoy` depends on whether the address has an account, so that writing it takes as
  // long.
  std::optional<Id> account_id;
  std::optional<Id> company_id;  // of a sign-up from the start
  bool decoy = false;            // looks alike, is mailed no code, can't succeed
  std::string return_address;
  std::string code_key_id;
  std::uint32_t generation = 0;
  std::uint32_t tries = 0;
  std::uint32_t sends = 0;
  std::optional<Timestamp> sent_at;
  std::optional<Timestamp> code_ends_at;
  std::string browser;
  std::string network;
  Timestamp created_at;
  Timestamp expires_at;
  std::optional<Timestamp> done_at;
};

namespace flows {

void add(Transaction& tx, const Flow& flow);
std::optional<Flow> find(Transaction& tx, const Id& id);

// A letter is on its way: counts the send and sets the code's generation and end. Fails when
// another send was first, or the flow has moved on.
bool mark_sent(Transaction& tx, const Flow& flow, std::uint32_t generation, Timestamp code_ends_at,
               Timestamp now);

// Spends one of `tries_max` tries, while the code lives. To be committed before comparing.
bool spend_try(Transaction& tx, const Id& id, std::uint32_t tries_max, Timestamp now);

// The code of that generation was right; stores whose the flow has so proved to be.
bool mark_verified(Transaction& tx, const Flow& flow);

// True when this browser finished a sign-up for the address at `since` or later.
bool signed_up(Transaction& tx, const Email& email, const std::string& secret_hash,
               Timestamp since);

// verified -> done.
bool finish(Transaction& tx, const Id& id, Timestamp now);

// Ends a flow before its time, so that its code is worth nothing any more.
void abandon(Transaction& tx, const Id& id, Timestamp now);
// Ends every flow of the account, and of its address, that is still under way; so before that
// address changes. The second, all but `kept`.
void abandon_all(Transaction& tx, const Id& account_id, Timestamp now);
void abandon_others(Transaction& tx, const Id& account_id, const Id& kept, Timestamp now);
// Of everybody who has, or is about to have, an account there.
void abandon_company(Transaction& tx, const Id& company_id, Timestamp now);
// Ends what was begun at that address and is not of an account yet.
void abandon_unproved(Transaction& tx, const Email& email, Timestamp now);
// Ends the sign-ups of addresses that no list of the company they were begun for covers.
void abandon_uncovered_sign_ups(Transaction& tx, Timestamp now);

}  // namespace flows
}  // namespace doorward::store
