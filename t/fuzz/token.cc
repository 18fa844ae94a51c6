// A form's token is good for what it was made for, and a token altered in one bit for nothing.
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "t/fuzz/property.h"
#include "web/form_token.h"

namespace {

using namespace doorward;
using fuzz::property;

const KeyFile& keys() {
  static const KeyFile file = [] {
    const auto path = std::filesystem::temp_directory_path() /
                      ("doorward-fuzz-" + std::to_string(getpid()) + ".key");
    umask(077);
    std::ofstream(path) << "k1 " << std::string(64, 'a') << "\nk2 " << std::string(64, '3')
                        << "\ncurrent k2\n";
    auto loaded = KeyFile::load(path);
    std::filesystem::remove(path);
    return loaded;
  }();
  return file;
}

std::string altered(std::string token, std::size_t bit) {
  bit %= token.size() * 8;
  token[bit / 8] = static_cast<char>(token[bit / 8] ^ (1 << bit % 8));
  return token;
}

// The flow of the test, whose only part in a token is its id.
store::Flow flow_of(std::string_view id) {
  auto whole_id = Id(id);
  whole_id.resize(kIdBytes);
  return {.id = std::move(whole_id),
          .secret_hash = "",
          .email = Email::parse("mia@example.com").value(),
          .account_id = {},
          .company_id = {},
          .return_address = "/",
          .code_key_id = "",
          .sent_at = {},
          .code_ends_at = {},
          .browser = "",
          .network = "",
          .created_at = {},
          .expires_at = {},
          .done_at = {}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto rest = fuzz::view(data, size);
  const web::FormTokens tokens(keys());
  const std::size_t bit = rest.size() < 2 ? 0
                                          : static_cast<unsigned char>(rest[0]) * 8 +
                                                static_cast<unsigned char>(rest[1]) % 8;
  rest.remove_prefix(std::min<std::size_t>(2, rest.size()));
  const auto flow = flow_of(fuzz::take_part(rest, '\n'));
  const auto secret = fuzz::take_part(rest, '\n');
  const auto guess = rest;

  const auto browser = tokens.for_browser(secret);
  const auto step = tokens.for_flow(flow, FlowState::code_sent, secret);
  const auto session = tokens.for_session(secret);
  property(tokens.is_for_browser(browser, secret), "a browser's token is good");
  property(tokens.is_for_flow(step, flow, FlowState::code_sent, secret), "a flow's token is good");
  property(tokens.is_for_session(session, secret), "a session's token is good");
  property(!tokens.is_for_flow(step, flow, FlowState::verified, secret), "not in another state");
  property(!tokens.is_for_flow(step, flow_of("another"), FlowState::code_sent, secret) ||
               flow.id == flow_of("another").id,
           "not for another flow");
  property(!tokens.is_for_browser(session, secret) && !tokens.is_for_session(browser, secret) &&
               !tokens.is_for_session(step, secret) && !tokens.is_for_browser(step, secret),
           "no kind of token is good for another");
  property(!tokens.is_for_browser(altered(browser, bit), secret), "no altered browser's token");
  property(!tokens.is_for_session(altered(session, bit), secret), "no altered session's token");
  property(!tokens.is_for_flow(altered(step, bit), flow, FlowState::code_sent, secret),
           "no altered flow's token");
  property(!tokens.is_for_browser(browser, std::string(secret) + "x"), "not with another secret");
  property(!tokens.is_for_browser(guess, secret) || guess == browser, "no guess is good");
  return 0;
}
