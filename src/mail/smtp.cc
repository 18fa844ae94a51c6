#include "mail/smtp.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <curl/curl.h>

#include "base/check.h"
#include "base/secret_file.h"
#include "domain/mail_status.h"
#include "mail/header.h"

namespace doorward::mail {
namespace {

constexpr std::size_t kAnswerBytesMax = 200;
constexpr auto kConnectTimeMax = std::chrono::seconds(10);
// Well below the idle time after which servers hang up.
constexpr long kIdleSecondsMax = 20;

// How far the dialogue has come: whose trouble an error is depends on it.
enum class Stage { opening, sender, recipient, letter };

// What both sides said, as libcurl reports it. Kept is only what the server said last.
class Dialogue {
 public:
  void client_said(std::string_view line) {
    quitting_ = line.starts_with("QUIT");
    if (quitting_) return;
    reply_.clear();
    if (line.starts_with("MAIL "))
      stage_ = Stage::sender;
    else if (line.starts_with("RCPT "))
      stage_ = Stage::recipient;
    else if (line.starts_with("DATA"))
      stage_ = Stage::letter;
  }

  void server_said(std::string_view line) {
    if (quitting_) return;
    if (reply_ended_) reply_.clear();
    reply_ended_ = line.size() < 4 || line[3] != '-';
    if (!reply_.empty()) line.remove_prefix(std::min<std::size_t>(line.size(), 4));
    reply_ += (reply_.empty() ? "" : " ") + one_line(line);
  }

  Stage stage() const { return stage_; }
  bool refusal() const { return reply_.starts_with('5'); }
  bool failure() const { return refusal() || reply_.starts_with('4'); }
  // 530, 535, 538: they want to know who we are, or don't believe it. No letter's fault.
  bool about_us() const { return reply_.starts_with("53"); }

  // Printable and short; the server may say anything.
  std::string answer() const {
    std::string text = reply_.substr(0, kAnswerBytesMax);
    std::ranges::replace_if(
        text, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
  }

 private:
  Stage stage_ = Stage::opening;
  std::string reply_;
  bool reply_ended_ = true;
  bool quitting_ = false;
};

int listen_in(CURL*, curl_infotype type, char* bytes, std::size_t count, void* dialogue) {
  auto& heard = *static_cast<Dialogue*>(dialogue);
  if (type == CURLINFO_HEADER_OUT) heard.client_said({bytes, count});
  if (type == CURLINFO_HEADER_IN) heard.server_said({bytes, count});
  return 0;
}

bool is_loopback(std::string_view server) {
  const auto host = server.substr(0, server.find(':'));
  return host == "localhost" || host == "127.0.0.1" || server.starts_with("[::1]");
}

std::string url_from(const Config& config) {
  const auto& settings = config.smtp;
  const std::string_view url = settings.url;
  const bool smtps = url.starts_with("smtps://");
  if (!smtps && !url.starts_with("smtp://"))
    throw ConfigError("smtp_url must be such as smtp://mail.example.com:587");
  auto server = url.substr(url.find("://") + 3);
  if (server.ends_with('/')) server.remove_suffix(1);
  if (server.empty() || server.find_first_of("/@?# ") != std::string_view::npos)
    throw ConfigError("smtp_url must be a scheme, a host and a port: the user is smtp_user");
  if (smtps && settings.tls == SmtpTls::none)
    throw ConfigError("smtp_url says TLS (smtps) and smtp_tls says none: change one of them");
  if (settings.tls == SmtpTls::none && !settings.user.empty() && !is_loopback(server))
    throw ConfigError("smtp_tls = none would send smtp_user's password in clear: use starttls");
  return (smtps || settings.tls == SmtpTls::tls ? "smtps://" : "smtp://") + std::string(server) +
         "/" + mail_host(config);
}

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct MimeDeleter {
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;
using List = std::unique_ptr<curl_slist, ListDeleter>;
using Mime = std::unique_ptr<curl_mime, MimeDeleter>;

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (const auto result = curl_easy_setopt(handle, option, value); result != CURLE_OK)
    throw std::runtime_error("libcurl refused option " + std::to_string(option) + ": " +
                             curl_easy_strerror(result));
}

void append(List& list, const std::string& line) {
  // libcurl would send a line break on, and whatever follows it as a line of its own.
  for (std::size_t end = line.find_first_of(std::string_view("\r\n\0", 3));
       end != std::string::npos; end = line.find_first_of(std::string_view("\r\n\0", 3), end + 3))
    check(line.substr(end, 3) == "\r\n ", "a header line that only folds");
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

List header_of(const Message& message) {
  const auto name = header_phrase(message.from.name);
  const auto address = "<" + message.from.address.text() + ">";
  List lines;
  append(lines, "From: " + (name.empty() ? "" : name + " ") + address);
  append(lines, "To: <" + message.to.text() + ">");
  append(lines, "Subject: " + header_text(message.subject));
  append(lines, "Date: " + header_date(message.date));
  append(lines, "Message-ID: " + message.message_id);
  append(lines, "Auto-Submitted: auto-generated");  // RFC 3834: keeps holiday notices away
  append(lines, "Content-Type: multipart/alternative");
  return lines;
}

void add_part(curl_mime* mime, const std::string& body, const char* type) {
  curl_mimepart* part = curl_mime_addpart(mime);
  if (part == nullptr) throw std::bad_alloc();
  // Quoted-printable folds lines over the 998 bytes that servers take.
  for (const auto result :
       {curl_mime_data(part, body.data(), body.size()), curl_mime_type(part, type),
        curl_mime_encoder(part, "quoted-printable")})
    check(result == CURLE_OK, "a letter that libcurl can encode");
}

Delivery judge(CURLcode result, const Dialogue& dialogue, std::string_view trouble) {
  if (result == CURLE_OK) return {Outcome::accepted, dialogue.answer()};
  auto answer = dialogue.failure() ? dialogue.answer() : one_line(trouble);
  const auto stage = dialogue.stage();
  if (stage == Stage::opening || stage == Stage::sender || dialogue.about_us())
    return {Outcome::unreachable, std::move(answer)};
  // Only these two mean that the server answered; after a time-out, say, the last reply is of
  // another question.
  const bool answered = result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY;
  if (!answered || !dialogue.refusal()) return {Outcome::deferred, std::move(answer)};
  auto status = stage == Stage::recipient ? enhanced_status(answer) : "";
  return {Outcome::refused, std::move(answer), std::move(status)};
}

}  // namespace

// The handle with its connection. The dialogue outlives it: its end says QUIT.
class Smtp::Session {
 public:
  Session() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    handle_.reset(started == CURLE_OK ? curl_easy_init() : nullptr);
    if (!handle_) throw std::runtime_error("libcurl does not start");
  }

  CURL* reset() {
    curl_easy_reset(handle_.get());  // keeps the connection
    set(handle_.get(), CURLOPT_ERRORBUFFER, trouble_);
    set(handle_.get(), CURLOPT_DEBUGFUNCTION, listen_in);
    set(handle_.get(), CURLOPT_DEBUGDATA, &dialogue_);
    set(handle_.get(), CURLOPT_VERBOSE, 1L);  // without it the debug function is not called
    return handle_.get();
  }

  CURL* handle() const { return handle_.get(); }

  Delivery perform() {
    dialogue_ = Dialogue();
    trouble_[0] = '\0';
    const auto result = curl_easy_perform(handle_.get());
    return judge(result, dialogue_, trouble_[0] != '\0' ? trouble_ : curl_easy_strerror(result));
  }

  bool reused_connection() const {
    long opened = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_NUM_CONNECTS, &opened);
    return opened == 0;
  }

 private:
  Dialogue dialogue_;
  char trouble_[CURL_ERROR_SIZE] = "";
  Easy handle_;
};

Smtp::Smtp(const Config& config) : settings_(config.smtp), url_(url_from(config)) {
  if (!settings_.user.empty()) password_ = read_secret_line(settings_.password_file);
  session_ = std::make_unique<Session>();
}

Smtp::~Smtp() = default;

void Smtp::prepare() {
  CURL* handle = session_->reset();
  const long seconds = static_cast<long>(settings_.timeout.count());
  set(handle, CURLOPT_URL, url_.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(handle, CURLOPT_PROXY, "");  // not the environment's either
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT,
      std::min(seconds, static_cast<long>(kConnectTimeMax.count())));
  set(handle, CURLOPT_TIMEOUT, seconds);
  set(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds);
  set(handle, CURLOPT_MAXAGE_CONN, kIdleSecondsMax);
  set(handle, CURLOPT_USE_SSL,
      static_cast<long>(settings_.tls == SmtpTls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings_.ca_file.empty()) {
    // libcurl would trust its built-in directory of authorities beside the file.
    set(handle, CURLOPT_CAINFO, settings_.ca_file.c_str());
    set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!settings_.user.empty()) {
    set(handle, CURLOPT_USERNAME, settings_.user.c_str());
    set(handle, CURLOPT_PASSWORD, std::string(password_.view()).c_str());
  }
}

Delivery Smtp::greet() {
  prepare();
  // Without a letter libcurl asks for help, which many servers don't give.
  set(session_->handle(), CURLOPT_CUSTOMREQUEST, "NOOP");
  set(session_->handle(), CURLOPT_NOBODY, 1L);  // nor print the answer
  return session_->perform();
}

Delivery Smtp::send(const Message& message) {
  prepare();
  CURL* handle = session_->handle();
  const auto sender = "<" + message.sender.value_or(message.from.address).text() + ">";
  const auto recipient = "<" + message.to.text() + ">";
  List recipients;
  append(recipients, recipient);
  const auto header = header_of(message);
  const Mime mime(curl_mime_init(handle));
  if (!mime) throw std::bad_alloc();
  add_part(mime.get(), message.text, "text/plain; charset=utf-8");
  add_part(mime.get(), message.html, "text/html; charset=utf-8");
  set(handle, CURLOPT_MAIL_FROM, sender.c_str());
  set(handle, CURLOPT_MAIL_RCPT, recipients.get());
  set(handle, CURLOPT_HTTPHEADER, header.get());
  set(handle, CURLOPT_MIMEPOST, mime.get());

  auto delivery = session_->perform();
  // A server may have hung up on the idle connection just as we spoke.
  if (delivery.outcome == Outcome::unreachable && session_->reused_connection()) {
    set(handle, CURLOPT_FRESH_CONNECT, 1L);
    delivery = session_->perform();
  }
  return delivery;
}

Delivery send_test(const Config& config, const Templates& templates, const Email& to,
                   Random& random, Timestamp now) {
  const Letters letters(config, templates);
  Smtp smtp(config);
  return smtp.send(letters.compose({.id = new_id(random, now),
                                    .letter = "test",
                                    .recipient = to,
                                    .flow_id = std::nullopt,
                                    .name = "",
                                    .browser = "",
                                    .network = "",
                                    .urgent = true,
                                    .state = store::LetterState::queued,
                                    .attempts = 0,
                                    .due_at = now,
                                    .handed_at = std::nullopt,
                                    .answer = "",
                                    .created_at = now},
                                   std::nullopt));
}

}  // namespace doorward::mail
