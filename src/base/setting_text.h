// What each setting is for, in the operator's words and in the order of the table in config.cc,
// which doesn't compile when one is missing. doorward.conf(5) and the example file are made of
// this.
#pragma once

namespace doorward {

struct SettingText {
  const char* section;
  const char* key;
  const char* text;
};

inline constexpr const char* kSite = "The site";
inline constexpr const char* kSignIn = "Sign-up and sign-in";
inline constexpr const char* kSessions = "Sessions and the gate";
inline constexpr const char* kFiles = "Files";
inline constexpr const char* kPasswords = "Passwords";
inline constexpr const char* kDatabase = "The database";
inline constexpr const char* kMail = "Mail";
inline constexpr const char* kLimits = "Limits";
inline constexpr const char* kAlarms = "Alarms";
inline constexpr const char* kRetention = "What is kept";

inline constexpr SettingText kSettingTexts[] = {
    {kSite, "public_url",
     "The site's address: https:// and the host, without a path, such as "
     "https://portal.example.com. The one setting that must be set here."},
    {kSite, "base_path", "Where the pages of Doorward are. nginx's snippets must say the same."},
    {kSite, "site_name", "The site's name, on every page and in every letter."},
    {kSite, "language",
     "The site's own language: for people whose browser asks for none that is offered, and for the "
     "letters of accounts that have not signed in yet."},
    {kSite, "languages",
     "The languages that people may choose from, with commas between, such as en, de, fr. Empty: "
     "English and all that have a catalogue below template_dir/language."},
    {kSite, "time_zone",
     "The zone of the times on pages and in letters, such as Europe/Berlin. Empty: the machine's."},
    {kSite, "home_path", "Where people go after sign-in who came from no page of the portal."},
    {kSite, "return_origins",
     "Further hosts that people may be sent back to after sign-in, with commas between, such as "
     "https://files.example.com, https://wiki.example.com."},
    {kSite, "support_contact", "Whom people may ask, an e-mail address: shown on pages."},
    {kSite, "operator_address", "Who gets the alarms by mail. Empty: nobody."},
    {kSite, "cookie_domain",
     "Lets every host below this domain see the session: example.com. Empty: the one host of "
     "public_url alone, which is safer."},
    {kSignIn, "verify_steps",
     "guided: after the password a page explains, and asks for the e-mail address. direct: the "
     "code "
     "is sent at once."},
    {kSignIn, "sign_up_open", "no: nobody can make an account but who is invited or imported."},
    {kSignIn, "signup_counts_as_proof",
     "yes: the first sign-in right after a sign-up asks for no further code."},
    {kSignIn, "lock_on_mailbox_gone",
     "yes: locks the account when the mail server says that its mailbox is gone."},
    {kSessions, "session_absolute", "A session ends after this, whatever its owner does."},
    {kSessions, "session_idle", "A session ends when no page was asked for during this."},
    {kSessions, "gate_leases_max",
     "How many sessions each gate process remembers, 0.4 KB each. More people than this cost more "
     "questions to the database, nothing else."},
    {kSessions, "gate_counters_file",
     "Where all gate processes count together, for /metrics. Empty: each counts alone."},
    {kFiles, "session_key_file", "The key that session cookies are made with."},
    {kFiles, "code_key_file", "The key that mailed codes are computed with."},
    {kFiles, "form_key_file", "The key that guards forms against other sites."},
    {kFiles, "template_dir", "Pages, letters and the style sheet."},
    {kFiles, "migration_dir", "The database's tables, for 'doorwardctl db migrate'."},
    {kPasswords, "password_length_min", "In characters, 8 to 64. 15 is advised."},
    {kPasswords, "password_length_max", "In characters, 64 to 1024."},
    {kPasswords, "password_memory_kib",
     "Memory for one hash (Argon2id), 8192 or more. Stored hashes follow at the next sign-in."},
    {kPasswords, "password_passes", "Passes over that memory, 1 or more."},
    {kDatabase, "database_socket",
     "The server's unix socket. Empty: database_host and database_port count."},
    {kDatabase, "database_host", "The server's name or address, when database_socket is empty."},
    {kDatabase, "database_port", "The server's port, when database_socket is empty."},
    {kDatabase, "database_name", "The database."},
    {kDatabase, "database_user",
     "As whom to connect. Under systemd each program is given a user of its own by its unit."},
    {kDatabase, "database_password_file",
     "A file with the password in its first line, closed to others. Empty: no password."},
    {kDatabase, "database_hosts",
     "Several servers in order of preference, with commas between, such as db1.internal, "
     "db2.internal:3307. They win over socket, host and port above. The first that is well and "
     "takes writes is used by all: docs/cluster.md."},
    {kDatabase, "database_connect_timeout", "For one try at one server."},
    {kDatabase, "database_read_timeout",
     "For one answer: 4s or more, as a lock is waited for three seconds."},
    {kDatabase, "database_write_timeout", "For one question to be taken."},
    {kDatabase, "database_tls_ca",
     "Authorities that vouch for the server's certificate, which must name the host. Connections "
     "by TCP are TLS then, or there are none. Empty: in clear."},
    {kDatabase, "database_tls_cert",
     "A certificate of our own, for a server that asks for one. Every program must be able to read "
     "it and its key."},
    {kDatabase, "database_tls_key", "The key of that certificate, closed to others."},
    {kMail, "smtp_url",
     "The mail server that takes all letters: smtp://relay.example.com:587, or smtps:// for TLS "
     "from the start."},
    {kMail, "smtp_tls",
     "starttls: TLS is required. tls: TLS from the start. none: in clear, for a server on this "
     "very "
     "machine."},
    {kMail, "smtp_ca_file",
     "Authorities that vouch for the mail server's certificate. Empty: the system's."},
    {kMail, "smtp_user", "As whom to log in at the mail server. Empty: without a login."},
    {kMail, "smtp_password_file", "A file with the password of smtp_user, closed to others."},
    {kMail, "smtp_timeout", "For one whole letter."},
    {kMail, "smtp_lease",
     "Another mailer takes a letter over after this. Must be longer than smtp_timeout."},
    {kMail, "mail_from", "Who writes: Example portal <portal@example.com>. Letters need it."},
    {kMail, "code_in_subject",
     "yes: the subject of a letter with a code begins with it, for people who read it off a locked "
     "phone. no: only the letter itself has it."},
    {kMail, "bounce_address",
     "Where bounces come to, for 'doorwardctl mail bounce': bounce@portal.example.com. Empty: to "
     "mail_from's address, for people to read."},
    {kLimits, "strange_letters_per_hour_max",
     "Codes mailed to one address that were asked for without the right password, in an hour."},
    {kLimits, "strange_letters_per_day_max", "The same in a day."},
    {kLimits, "strange_codes_per_day_max",
     "Wrong codes for one address, typed without the right password, in a day."},
    {kLimits, "own_letters_per_hour_max",
     "Codes mailed to one account after the right password, in an hour."},
    {kLimits, "own_codes_per_hour_max",
     "Wrong codes for one account after the right password, in an hour."},
    {kLimits, "own_codes_per_day_max", "The same in a day."},
    {kLimits, "passwords_max",
     "Wrong passwords for one address from one network within password_window; then each further "
     "try waits twice as long as the one before."},
    {kLimits, "password_window", "The time in which passwords_max counts."},
    {kLimits, "password_wait_max", "The longest such wait."},
    {kLimits, "passwords_in_all_max",
     "Wrong passwords for one address since its last good sign-in; then browsers that it does not "
     "know are refused for password_lock."},
    {kLimits, "password_lock", "How long they are refused. A reset of the password lifts it."},
    {kLimits, "name_changes_per_day_max", "How often a person may change the name in a day."},
    {kLimits, "network_flows_per_hour_max",
     "Sign-ups, sign-ins and resets begun without a right password from one network in an hour. "
     "Raise it where many people come from one address."},
    {kLimits, "body_bytes_max", "The largest form that is read, in bytes."},
    {kLimits, "form_fields_max", "The most fields that a form may have."},
    {kLimits, "field_bytes_max", "The largest field of a form, in bytes."},
    {kAlarms, "alarm_wrong_codes", "Wrong codes of everybody together in ten minutes. 0: never."},
    {kAlarms, "alarm_wrong_passwords",
     "Wrong passwords of everybody together in ten minutes. 0: never."},
    {kAlarms, "alarm_outbox_age", "How long the oldest letter may wait while none leaves."},
    {kAlarms, "alarm_mailboxes_gone", "Mailboxes found gone in a day. 0: never."},
    {kRetention, "keep_sessions", "Sessions, past their end. A day or more, as the next two."},
    {kRetention, "keep_letters", "Letters, sent or not, and invitations that are over."},
    {kRetention, "keep_events", "Events of the audit trail."},
};

}  // namespace doorward
