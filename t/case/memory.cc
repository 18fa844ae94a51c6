#include "t/case/memory.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <stdexcept>

#include "base/password_hash.h"
#include "base/text.h"
#include "t/case/page.h"

namespace doorward::cases {
namespace {

Config& with(Config& config, std::string_view key, const std::string& value) {
  const auto yes = value == "yes";
  if (key == "verify_steps")
    config.verify_steps = value == "direct" ? VerifySteps::direct : VerifySteps::guided;
  else if (key == "sign_up_open")
    config.sign_up_open = yes;
  else if (key == "signup_counts_as_proof")
    config.signup_counts_as_proof = yes;
  else if (key == "public_url")
    config.public_url = value;
  else if (key == "return_origins")
    config.return_origins = {value};
  else if (key == "home_path")
    config.home_path = value;
  else if (key == "cookie_domain")
    config.cookie_domain = value;
  else
    throw std::runtime_error("the cases know no setting " + std::string(key));
  return config;
}

// "+ 11m" and the like.
std::chrono::seconds duration(std::string_view text) {
  static const std::map<char, int> kSeconds = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  if (!text.starts_with('+')) throw std::runtime_error("clock + NUMBER and s, m, h or d");
  const std::string_view number = text::trim(text.substr(1));
  const auto value = text::to_number(number.substr(0, number.size() - 1), 1000000);
  return std::chrono::seconds(kSeconds.at(number.back()) * static_cast<long>(value.value()));
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte =
        text[i] == '%' ? text::from_hex(text::lower(text.substr(i + 1, 2))) : std::nullopt;
    out += byte ? byte->front() : text[i];
    if (byte) i += 2;
  }
  return out;
}

http::Request request_of(const Asked& asked, const Config& config) {
  static int count = 0;
  http::Request request;
  request.id = "CASE" + std::to_string(100000 + ++count);
  request.method = asked.method == "GET"    ? http::Method::get
                   : asked.method == "HEAD" ? http::Method::head
                   : asked.method == "POST" ? http::Method::post
                                            : http::Method::other;
  const auto mark = asked.target.find('?');
  request.path = unescape(asked.target.substr(0, mark));
  if (mark != std::string::npos) request.query = asked.target.substr(mark + 1);
  request.body = asked.body;
  request.content_type = header(asked.headers, "Content-Type");
  request.cookies = http::Cookies::parse(header(asked.headers, "Cookie"));
  request.origin = header(asked.headers, "Origin");
  request.fetch_site = header(asked.headers, "Sec-Fetch-Site");
  request.user_agent = header(asked.headers, "User-Agent");
  request.remote_address = asked.from.empty() ? "192.0.2.1" : asked.from;
  // As the listener does it: what is too large is never read.
  if (request.body.size() > config.limits.body_bytes_max) {
    request.fault = http::Request::Fault::too_large;
    request.body.clear();
  }
  return request;
}

Answer answer_of(const http::Response& response) {
  return {response.status(), response.headers(), response.body()};
}

Equipment& equipment(const Config& config) {
  static Equipment it(config);
  return it;
}

}  // namespace

mail::Delivery Mailroom::send(const mail::Message& message) {
  if (!reachable) return {mail::Outcome::unreachable, "connection refused"};
  const std::string to(message.to.text());
  if (to.starts_with("refused@")) return {mail::Outcome::refused, "550 5.1.1 No such mailbox here"};
  letters[to].push_back({message.subject, message.text + message.html});
  return {mail::Outcome::accepted, "250 2.0.0 OK"};
}

Equipment::Equipment(const Config& config) : templates(config) {
  std::string name = "/tmp/doorward-case.XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  directory = name;
  SystemRandom random;
  for (const auto& [purpose, keys] :
       {std::pair{"session", &session_keys}, {"code", &code_keys}, {"form", &form_keys}}) {
    const auto path = directory / (std::string(purpose) + ".key");
    KeyFile::create(path, purpose, random);
    keys->emplace(KeyFile::load(path));
  }
}

Equipment::~Equipment() {
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
}

MemoryWorld::MemoryWorld()
    : equipment_(equipment(database_.config())),
      public_url_(database_.config().public_url),
      gate_database_(database_.another()) {
  add_demo_companies();
  start();
}

void MemoryWorld::add_demo_companies() {
  database_.add_company("example", "example.com");
  database_.add_company("lapsed", "lapsed.example");
  database_.run("UPDATE company SET name = 'Example Licensing Ltd' WHERE slug = 'example'");
  database_.run(
      "UPDATE company SET name = 'Lapsed Partners', licence_until = '2024-03-01'"
      " WHERE slug = 'lapsed'");
}

void MemoryWorld::start() {
  const Config& config = database_.config();
  services_ =
      std::make_unique<flow::Services>(flow::Services{.config = config,
                                                      .clock = database_.clock(),
                                                      .random = database_.random(),
                                                      .database = database_.database(),
                                                      .code_keys = *equipment_.code_keys,
                                                      .session_keys = *equipment_.session_keys});
  app_ =
      std::make_unique<web::App>(web::Site{*services_, equipment_.templates, *equipment_.form_keys,
                                           http::CookieNames(config), refusals_});
  // Nothing is remembered: each answer is what the database says at that moment.
  feed_.reset();
  leases_ = std::make_unique<gate::Leases>(
      gate::LeaseRules{.fresh = {}, .usable = {}, .wait = std::chrono::seconds(5)});
  feed_ = std::make_unique<gate::Feed>(gate_database_, database_.clock(), *leases_);
  gate_ = std::make_unique<gate::Gate>(config, database_.clock(), *leases_,
                                       *equipment_.session_keys, equipment_.templates);
  letters_ = std::make_unique<mail::Letters>(config, equipment_.templates);
  courier_ = std::make_unique<mail::Courier>(database_.database(), mailroom_, *letters_,
                                             *equipment_.code_keys, database_.clock(),
                                             database_.random(), config);
  public_url_ = config.public_url;
}

void MemoryWorld::deliver() {
  while (courier_->deliver_due() != 0) continue;
}

Answer MemoryWorld::send(const Asked& asked) {
  http::Request request = request_of(asked, database_.config());
  if (request.path.starts_with("/members/")) return guard(request);
  if (request.path == "/auth/badge") return answer_of(gate_->handle(request));
  Answer answer = answer_of(app_->handle(request));
  if (asked.method == "POST") deliver();
  return answer;
}

// What nginx makes of the gate's answer; the portal itself is a page that says who is there.
Answer MemoryWorld::guard(const http::Request& request) {
  http::Request question = request;
  const bool admins = request.path.starts_with("/members/admins/");
  question.method = http::Method::get;
  question.required_groups = admins ? "admins" : "";
  question.path = "/_doorward/require/" + question.required_groups;
  question.guarded_uri = request.path + (request.query.empty() ? "" : "?" + request.query);
  question.guarded_host = database_.config().host();
  question.guarded_host.erase(
      std::min(question.guarded_host.size(), question.guarded_host.find(':')));
  question.guarded_scheme = public_url_.substr(0, public_url_.find(':'));
  const http::Response said = gate_->handle(question);
  if (said.status() == 401)
    return {303, {{"Location", std::string(said.header_value("Location"))}}, ""};
  const std::string reason(said.header_value("X-Doorward-Reason"));
  if (said.status() == 403 && !reason.empty()) {
    http::Request denied = request;
    denied.method = http::Method::get;
    denied.path = "/auth/denied";
    denied.query.clear();
    denied.denied_reason = reason;
    return answer_of(app_->handle(denied));
  }
  std::string page;
  for (const char* name : {"Remote-Name", "Remote-Email", "Remote-Groups"})
    page += "<p>" + std::string(said.header_value(name)) + "</p>";
  return {said.status(), said.headers(), said.status() == 200 ? page : said.body()};
}

std::vector<Letter> MemoryWorld::letters(const std::string& address) {
  return mailroom_.letters[address];
}

void MemoryWorld::add_account(std::string_view rest) {
  const auto colon = rest.find(':');
  const std::string_view facts = colon == rest.npos ? "" : rest.substr(colon + 1);
  const std::string who(text::trim(rest.substr(0, colon)));
  const std::string email = who.substr(0, who.find(' '));
  const auto has = [&](std::string_view fact) { return facts.find(fact) != facts.npos; };
  const HashCost cost{database_.config().password.memory_kib, database_.config().password.passes};
  const std::string hash = has("imported") ? "" : hash_password(kPassword, cost);
  database_.run(
      "INSERT INTO account (id, email, name, password_hash, company_id, status, role, proved_at,"
      " created_at) SELECT UNHEX(REPLACE(UUID(), '-', '')), '" +
      email + "', '" + who.substr(email.size() + 1) + "', NULLIF('" + hash +
      "', ''), company_id, '" +
      (has("locked")    ? "locked"
       : has("removed") ? "removed"
                        : "active") +
      "', 'member', " + (has("proved") ? "'2024-01-01'" : "NULL") +
      ", '2024-01-01' FROM company_domain" + " WHERE domain = '" +
      email.substr(email.find('@') + 1) + "'");
}

bool MemoryWorld::set_up(std::string_view word, std::string_view rest) {
  if (word == "clock") {
    database_.clock().advance(duration(rest));
    deliver();
  } else if (word == "setting") {
    const auto equals = rest.find('=');
    with(database_.config(), text::trim(rest.substr(0, equals)),
         std::string(text::trim(rest.substr(equals + 1))));
    start();
  } else if (word == "company") {
    const auto space = rest.find(' ');
    database_.add_company(std::string(rest.substr(0, space)), std::string(rest.substr(space + 1)));
  } else if (word == "account") {
    add_account(rest);
  } else if (word == "sql") {
    database_.run(std::string(rest));
  } else if (word == "mail") {
    mailroom_.reachable = rest == "works";
    deliver();
  } else {
    return false;
  }
  return true;
}

}  // namespace doorward::cases
