#include "t/case/player.h"

#include <sstream>
#include <thread>

#include "base/text.h"
#include "t/case/memory.h"

namespace doorward::cases {
namespace {

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

std::string after(const std::string& text, std::size_t start) {
  return start < text.size() ? std::string(text::trim(text.substr(start))) : "";
}

}  // namespace

Failed::Failed(const Line& line, const std::string& seen)
    : std::runtime_error(line.file + ":" + std::to_string(line.number) + ": expected " + line.text +
                         "\n    seen: " + seen) {}

Player::Player(World& world, std::filesystem::path steps, const std::string& unique)
    : world_(world),
      steps_(std::move(steps)),
      variables_{{"unique", unique},
                 {"mia", "mia." + unique + "@example.com"},
                 {"ben", "ben." + unique + "@example.com"},
                 {"name", "Mia Quist"},
                 {"password", std::string(kPassword)},
                 {"origin", world.origin()},
                 {"lf", "\n"},
                 {"cr", "\r"},
                 {"tab", "\t"},
                 {"nul", std::string(1, '\0')}} {
  tabs_[current_];
}

void Player::play(const Case& one) {
  for (const auto& [name, value] : one.row) variables_[name] = value;
  for (const Step& step : one.steps) play(step);
}

void Player::play(const Step& step) {
  try {
    if (step.is_request())
      request(step);
    else
      set_up(step.head, expand(step.head.text));
  } catch (const Failed&) {
    throw;
  } catch (const ScriptError&) {
    throw;
  } catch (const std::exception& error) {
    throw ScriptError(step.head, error.what());
  }
}

void Player::set_up(const Line& line, const std::string& text) {
  const std::string word = text.substr(0, text.find(' '));
  const std::string rest = after(text, word.size());
  if (word == "as")
    go(rest, false);
  else if (word == "tab")
    go(rest, true);
  else if (word == "back")
    go_back(tab());
  else if (word == "do")
    include(line, rest);
  else if (word == "keep")
    variables_[rest.substr(0, rest.find(" ="))] = after(rest, rest.find('=') + 1);
  else if (handle_cookies(text))
    return;
  else if (word == "account")
    add_account(line, rest);
  else if (!world_.set_up(word, rest))
    throw ScriptError(line, "needs @memory, or is no set-up");
  variables_["origin"] = world_.origin();
}

bool Player::handle_cookies(const std::string& text) {
  if (text == "forget cookies")
    tab().jar->forget_all();
  else if (text == "restart browser")
    tab().jar->restart();
  else if (text.starts_with("forget cookie "))
    tab().jar->forget(text.substr(14));
  else if (text.starts_with("set cookie ")) {
    const auto parts = words(text);
    tab().jar->set(parts.at(2), parts.at(4));
  } else
    return false;
  return true;
}

void Player::go(const std::string& name, bool same_browser) {
  const auto jar = tab().jar;
  if (const auto [it, fresh] = tabs_.try_emplace(name); fresh && same_browser) it->second.jar = jar;
  current_ = name;
}

void Player::include(const Line& line, const std::string& text) {
  const auto arguments = words(text);
  const auto file = steps_ / (arguments.at(0) + ".steps");
  const auto outer = variables_;
  for (std::size_t i = 1; i < arguments.size(); ++i) variables_[std::to_string(i)] = arguments[i];
  try {
    for (const Step& step : read_steps(file)) play(step);
  } catch (const Failed& failed) {
    throw Failed(line, failed.what());
  }
  variables_ = outer;
}

// Where there is no database at hand the account is made as a person would make it.
void Player::add_account(const Line& line, const std::string& text) {
  const std::string address = text.substr(0, text.find(' '));
  if (!world_.set_up("account", text)) {
    const auto colon = text.find(':');
    const std::string facts = colon == text.npos ? "" : after(text, colon + 1);
    if (!facts.empty() && facts != "proved") throw ScriptError(line, "needs @memory");
    const std::string here = current_;
    go("maker of " + address, false);
    variables_["name"] = after(text.substr(0, colon), address.size());
    include(line, "sign-up " + address);
    if (facts == "proved") include(line, "first-sign-in " + address);
    current_ = here;
  }
  letters_before_[address] = world_.letters(address).size();
  codes_read_[address] = codes(address).size();
}

std::vector<std::string> Player::expanded(const std::vector<Line>& lines) {
  std::vector<std::string> out;
  for (const Line& line : lines) out.push_back(expand(line.text));
  return out;
}

void Player::request(const Step& step) {
  // Before anything is expanded: a new code is read only once.
  int times = 1;
  for (const Line& line : step.details)
    if (line.text.starts_with("times ")) times = std::stoi(line.text.substr(6));
  for (int i = 0; i < times; ++i) {
    const Wishes wishes = read_wishes(expanded(step.details));
    const auto deadline = std::chrono::steady_clock::now() + world_.patience();
    for (;;) {
      try {
        request_once(step, wishes);
        break;
      } catch (const Failed&) {
        if (!wishes.patient || std::chrono::steady_clock::now() >= deadline) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    }
  }
}

void Player::request_once(const Step& step, const Wishes& wishes) {
  const Asked asked = asked_by(expand(step.head.text), wishes);
  show(tab(), asked, world_.send(asked));
  tab().submitted = asked;
  arrive(step.expected.front(), expand(step.expected.front().text));
  const Surroundings around{world_, [this](const std::string& to) { return letters(to); },
                            remembered_};
  for (std::size_t i = 1; i < step.expected.size(); ++i) {
    Line line = step.expected[i];
    line.text = expand(line.text);
    if (const auto seen = check(line.text, tab(), around); !seen.empty()) throw Failed(line, seen);
  }
}

// The request of "press Sign in", "GET /auth/", "reload" and so on.
Asked Player::asked_by(const std::string& head, const Wishes& wishes) {
  const std::string verb = head.substr(0, head.find(' '));
  const std::string rest = after(head, verb.size());
  if (verb == "press") {
    const Button* button = tab().page.button(rest);
    if (button == nullptr || button->disabled || button->form == 0)
      throw std::runtime_error("no such button to press; " + excerpt(tab()));
    const Form& form = tab().page.forms.at(button->form - 1);
    return compose(tab(), form.method == "post" ? "POST" : "GET",
                   resolve(tab(), form.action, world_.origin()), form_fields(tab(), *button),
                   wishes);
  }
  if (verb == "click") {
    for (const Link& link : tab().page.links)
      if (link.label == fold(rest))
        return compose(tab(), "GET", resolve(tab(), link.href, world_.origin()), {}, wishes);
    throw std::runtime_error("no such link; " + excerpt(tab()));
  }
  if (verb == "follow")
    return compose(tab(), "GET",
                   resolve(tab(), header(tab().answer.headers, "Location"), world_.origin()), {},
                   wishes);
  if (verb == "repeat" || verb == "reload") {
    const Asked& before = (verb == "repeat" ? tab().submitted : tab().loaded).value();
    Asked again = compose(tab(), before.method, before.target, {}, wishes);
    again.body = before.body;
    return again;
  }
  if (verb == "send") return asked_by(rest, wishes);
  return compose(tab(), verb, rest, verb == "POST" ? hidden_fields(tab()) : Fields{}, wishes);
}

// "303 200" follows the redirect; "ends 200/422" follows whatever comes.
void Player::arrive(const Line& line, const std::string& statuses) {
  const auto fits = [&](const std::string& wanted) {
    for (const auto one : text::split(wanted, '/'))
      if (one == std::to_string(tab().answer.status)) return true;
    return false;
  };
  const auto follow = [&] {
    const std::string target =
        resolve(tab(), header(tab().answer.headers, "Location"), world_.origin());
    if (!target.starts_with('/')) throw Failed(line, "a redirect to " + target);
    const Asked asked = compose(tab(), "GET", target, {}, {});
    show(tab(), asked, world_.send(asked));
  };
  auto wanted = words(statuses);
  if (wanted.at(0) == "ends") {
    wanted.erase(wanted.begin());
    for (int i = 0; i < 5 && tab().answer.status == 303; ++i) follow();
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!fits(wanted[i]))
      throw Failed(line, std::to_string(tab().answer.status) + ", " + excerpt(tab()));
    if (i + 1 < wanted.size()) follow();
  }
}

}  // namespace doorward::cases
