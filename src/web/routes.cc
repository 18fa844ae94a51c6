#include "web/routes.h"

#include "web/handlers.h"

namespace doorward::web {
namespace {

using enum FlowState;

constexpr PageRoute kPages[] = {
    {"/", get_welcome, nullptr},
    {"/sign-in", get_sign_in, sign_in_form},
    {"/sign-up", get_sign_up, sign_up_form},
    {"/verify", get_verify, verify_form},
    {"/reset", get_reset, reset_form},
    {"/sign-out", get_sign_out, sign_out_form},
    {"/company", get_company, nullptr},
    {"/company/person", get_company_person, nullptr},
    {"/account", get_account, account_form},
    {"/account/delete", get_account_delete, account_delete_form},
    {"/account/download", get_account_download, account_download_form},
    {"/account/password", get_account_password, account_password_form},
    {"/account/sessions", get_account_sessions, account_sessions_form},
    {"/denied", get_denied, nullptr},
    {"/help", get_help, nullptr},
    {"/help-worker.js", get_help_worker, nullptr},
    {"/api/me", get_api_me, nullptr},
};

constexpr ActionRoute kActions[] = {
    {"/sign-in", "sign-in", Binding::browser, {}, "email password", post_sign_in},

    {"/sign-up", "send", Binding::browser, {}, "email for", post_sign_up_send},
    {"/sign-up", "verify", Binding::flow, code_sent, "code", post_code},
    {"/sign-up", "resend", Binding::flow, code_sent, "code", post_resend},
    {"/sign-up", "change", Binding::flow, code_sent, "code", post_change_address},
    {"/sign-up", "create", Binding::flow, verified, "name password password_confirm",
     post_sign_up_create},

    {"/verify", "continue", Binding::flow, password_ok, "", post_verify_explained},
    {"/verify", "send", Binding::flow, password_ok, "email", post_verify_send},
    {"/verify", "verify", Binding::flow, code_sent, "code", post_code},
    {"/verify", "resend", Binding::flow, code_sent, "code", post_resend},
    {"/verify", "continue", Binding::flow, verified, "", post_verify_finish},

    {"/reset", "send", Binding::browser, {}, "email for", post_reset_send},
    {"/reset", "verify", Binding::flow, code_sent, "code", post_code},
    {"/reset", "resend", Binding::flow, code_sent, "code", post_resend},
    {"/reset", "change", Binding::flow, code_sent, "code", post_change_address},
    {"/reset", "continue", Binding::flow, verified, "password password_confirm",
     post_reset_set_password},

    {"/company", "invite", Binding::session, {}, "email name", post_company_invite},
    {"/company", "withdraw", Binding::session, {}, "invitation", post_company_withdraw},
    {"/company/person", "end-sessions", Binding::session, {}, "person", post_person_end_sessions},
    {"/company/person", "remove", Binding::session, {}, "person", post_person_remove},
    {"/company/person", "let-in", Binding::session, {}, "person", post_person_let_in},
    {"/company/person", "make-admin", Binding::session, {}, "person", post_person_make_admin},
    {"/company/person", "make-member", Binding::session, {}, "person", post_person_make_member},

    {"/sign-out", "sign-out", Binding::session, {}, "", post_sign_out},

    {"/account", "save", Binding::session, {}, "name", post_account_rename},
    {"/account/delete", "send", Binding::session, {}, "password", post_account_delete_send},
    {"/account/delete", "verify", Binding::flow, code_sent, "code", post_code},
    {"/account/delete", "resend", Binding::flow, code_sent, "code", post_resend},
    {"/account/delete", "delete", Binding::flow, verified, "", post_account_delete},
    {"/account/download", "download", Binding::session, {}, "", post_account_download},
    {"/account/password",
     "change",
     Binding::session,
     {},
     "password_current password password_confirm",
     post_account_password},
    {"/account/sessions", "end", Binding::session, {}, "session", post_account_end_session},
    {"/account/sessions", "end-others", Binding::session, {}, "", post_account_end_others},
};

}  // namespace

std::span<const PageRoute> page_routes() {
  return kPages;
}
std::span<const ActionRoute> action_routes() {
  return kActions;
}

}  // namespace doorward::web
