#include "inspect/gate_verdict.h"

#include <algorithm>

#include "base/text.h"

namespace doorward::inspect {
namespace {

// Shorter pieces of a page stand on others by chance.
constexpr std::size_t kPieceBytesMin = 16;
constexpr std::size_t kPiecesMax = 300;
constexpr std::size_t kPageBytesMin = 4;
// A shorter target is part of nearly everything.
constexpr std::size_t kReflectedBytesMin = 4;

// What stands between tags and line ends, without blanks around it.
std::vector<std::string_view> pieces(std::string_view body) {
  std::vector<std::string_view> found;
  while (!body.empty()) {
    const auto end = std::min(body.find_first_of("<>\n"), body.size());
    const auto piece = text::trim(body.substr(0, end));
    if (!piece.empty()) found.push_back(piece);
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return found;
}

bool is_success(int status) {
  return (status >= 200 && status < 300) || status == 101;
}

bool is_failure(int status) {
  return status == 500 || (status >= 502 && status <= 504);
}

// Whether `piece` repeats what was asked for, as links back to where one came from do.
bool repeats(std::string_view piece, std::string_view asked) {
  return asked.size() >= kReflectedBytesMin &&
         (piece.find(asked) != piece.npos || piece.find(text::percent_encode(asked)) != piece.npos);
}

// Whether `answer` says nothing but what `known` says, apart from repeating what was asked for.
bool says_no_more(std::string_view answer, std::string_view known, std::string_view target) {
  const auto known_pieces = pieces(known);
  const std::set<std::string_view> said(known_pieces.begin(), known_pieces.end());
  const auto path = target.substr(0, target.find_first_of("?#"));
  std::size_t repeated = 0;
  const auto all = pieces(answer);
  for (const auto piece : all) {
    if (said.contains(piece)) continue;
    if (!repeats(piece, target) && !repeats(piece, path)) return false;
    ++repeated;
  }
  return all.empty() ? known_pieces.empty() : 2 * repeated < all.size();
}

Judgement judge_hidden(const HttpAnswer& answer) {
  if (is_failure(answer.status) || answer.timed_out)
    return {Outcome::doubt, "answered " + description(answer)};
  // The guard of the whole site says 303, or 401 alone; the gate itself says both at once.
  const bool gate_speaks = answer.status == 401 && !answer.header("location").empty();
  if (is_success(answer.status) || gate_speaks)
    return {Outcome::hole, "answered " + description(answer) + " to somebody outside"};
  return {};
}

Judgement hole(const Probe& probe, const std::string& what) {
  return {Outcome::hole, what + (probe.advice.empty() ? "" : ": " + probe.advice)};
}

}  // namespace

GuardedPage::GuardedPage(std::string_view body, const std::vector<std::string>& public_bodies) {
  const auto is_public = [&](std::string_view piece) {
    return std::ranges::any_of(
        public_bodies, [&](const std::string& other) { return other.find(piece) != other.npos; });
  };
  for (const auto piece : pieces(body))
    if (piece.size() >= kPieceBytesMin && said_.size() < kPiecesMax && !is_public(piece))
      said_.emplace_back(piece);
  const auto whole = text::trim(body);
  if (said_.empty() && whole.size() >= kPageBytesMin && !is_public(whole))
    said_.emplace_back(whole);
}

bool GuardedPage::shown_in(std::string_view body) const {
  return std::ranges::any_of(
      said_, [&](const std::string& piece) { return body.find(piece) != body.npos; });
}

std::string description(const HttpAnswer& answer) {
  if (answer.status == 0)
    return answer.timed_out ? "no answer in time" : "no answer (" + answer.trouble + ")";
  const auto location = answer.header("location");
  return std::to_string(answer.status) +
         (location.empty() ? "" : " to " + std::string(location.substr(0, 200)));
}

bool refused_by_guard(const HttpAnswer& answer, std::string_view sign_in_url) {
  if (answer.status == 401) return true;
  const auto location = answer.header("location");
  return answer.status == 303 && location.starts_with(sign_in_url) &&
         (location.size() == sign_in_url.size() || location[sign_in_url.size()] == '?');
}

std::optional<Judgement> judge(const Probe& probe, const HttpAnswer& answer,
                               const GuardedPage& page, std::string_view sign_in_url) {
  const auto what = "answered " + description(answer);
  if (page.shown_in(answer.body))
    return hole(probe, what + " and shows what only a session should see");
  if (!answer.header("remote-user").empty())
    return hole(probe, what + " and tells what the gate says of a person (Remote-User)");
  if (probe.expect == Expect::hidden) {
    auto judgement = judge_hidden(answer);
    if (judgement.outcome == Outcome::hole) return hole(probe, judgement.why);
    return judgement;
  }
  if (refused_by_guard(answer, sign_in_url) ||
      std::ranges::find(probe.also, answer.status) != probe.also.end())
    return Judgement{};
  if (answer.timed_out) return Judgement{Outcome::doubt, what};
  const bool closed = probe.expect == Expect::closed;
  if (answer.status == 0) return Judgement{closed ? Outcome::refused : Outcome::doubt, what};
  if (is_failure(answer.status))
    return Judgement{Outcome::doubt,
                     what + ": the gate or the portal failed at it, their logs say why"};
  if (answer.status == 429)
    return Judgement{Outcome::doubt,
                     what + ": a limit of this site stood in the way, raise it and try again"};
  if (is_success(answer.status)) {
    if (closed) return std::nullopt;
    return hole(probe, what + " without a session");
  }
  return closed ? Judgement{} : hole(probe, what + " without asking the gate");
}

Judgement compare(const Probe& probe, const HttpAnswer& answer,
                  const std::optional<HttpAnswer>& twin, const HttpAnswer& control,
                  const GuardedPage& page) {
  const auto& target = probe.request.target;
  const auto is_public = [&](const HttpAnswer& known) {
    return is_success(known.status) && says_no_more(answer.body, known.body, target);
  };
  if ((twin && is_public(*twin)) || is_public(control)) return {Outcome::public_page, ""};
  const auto what = "answered " + description(answer) + " without a session";
  if (probe.inside) return hole(probe, what);
  if (page.known()) return {Outcome::public_page, ""};
  return {Outcome::doubt,
          what +
              ", with no page that is public under another name: look at it, or give --account,"
              " which compares it with the guarded page"};
}

}  // namespace doorward::inspect
