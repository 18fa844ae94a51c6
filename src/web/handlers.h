// The handlers that the tables of web/routes name; one .cc file per page.
//
// A handler runs only after the form guard: its form is ours, of this browser, knows no unknown
// field, and its flow (context.flow) is in the state the table asks for.
#pragma once

#include <string_view>

#include "flow/sign_in.h"
#include "http/response.h"
#include "web/context.h"

namespace doorward::web {

http::Response get_welcome(Context& context);

http::Response get_sign_in(Context& context);
http::Response sign_in_form(Context& context, int status, std::string_view message);
http::Response post_sign_in(Context& context);

http::Response get_sign_up(Context& context);
http::Response sign_up_form(Context& context, int status, std::string_view message);
http::Response post_sign_up_send(Context& context);
http::Response post_sign_up_create(Context& context);

http::Response get_verify(Context& context);
http::Response verify_form(Context& context, int status, std::string_view message);
http::Response post_verify_explained(Context& context);
http::Response post_verify_send(Context& context);
http::Response post_verify_finish(Context& context);

http::Response get_reset(Context& context);
http::Response reset_form(Context& context, int status, std::string_view message);
http::Response post_reset_send(Context& context);
http::Response post_reset_set_password(Context& context);

// The code step, for sign-up, verify and reset alike.
http::Response post_code(Context& context);
http::Response post_resend(Context& context);
http::Response post_change_address(Context& context);

http::Response get_sign_out(Context& context);
http::Response sign_out_form(Context& context, int status, std::string_view message);
http::Response post_sign_out(Context& context);

// For company administrators: the people of their own company, and one of them.
http::Response get_company(Context& context);
http::Response post_company_invite(Context& context);
http::Response post_company_withdraw(Context& context);
http::Response get_company_person(Context& context);
http::Response post_person_end_sessions(Context& context);
http::Response post_person_remove(Context& context);
http::Response post_person_let_in(Context& context);
http::Response post_person_make_admin(Context& context);
http::Response post_person_make_member(Context& context);

http::Response get_denied(Context& context);
http::Response get_help(Context& context);
http::Response get_help_worker(Context& context);
// For pages that are of no use to somebody who is in. REQUIRES: context.signed_in().
http::Response signed_in_page(Context& context);
http::Response get_api_me(Context& context);

// A signed-in person's own account.
http::Response get_account(Context& context);
http::Response account_form(Context& context, int status, std::string_view message);
http::Response post_account_rename(Context& context);
http::Response get_account_delete(Context& context);
http::Response account_delete_form(Context& context, int status, std::string_view message);
http::Response post_account_delete_send(Context& context);
http::Response post_account_delete(Context& context);
http::Response get_account_download(Context& context);
http::Response account_download_form(Context& context, int status, std::string_view message);
http::Response post_account_download(Context& context);
http::Response get_account_password(Context& context);
http::Response account_password_form(Context& context, int status, std::string_view message);
http::Response post_account_password(Context& context);
http::Response get_account_sessions(Context& context);
http::Response account_sessions_form(Context& context, int status, std::string_view message);
http::Response post_account_end_session(Context& context);
http::Response post_account_end_others(Context& context);

}  // namespace doorward::web
