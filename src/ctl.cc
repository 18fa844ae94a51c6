// doorwardctl — the operator's tool: companies, people, letters, keys, tables, settings.

#include "ctl/command.h"

namespace {

constexpr const char* kManual =
    R"(doorwardctl - the operator's tool of Doorward

SYNOPSIS
  doorwardctl NOUN VERB [ARGUMENTS] [OPTIONS]
  doorwardctl NOUN [VERB] --help

DESCRIPTION
  Adds companies and their licences, shows people, letters, keys and the state of the whole, and
  proves that the portal is guarded (check nginx, check gate). The first steps on a new machine are
  key create, db migrate, company add and check. What it changes is in force at once, is all
  done or not at all, and is noted in the audit trail. It exits with 0, or as sysexits(3) has it: 64
  wrong usage, 65 wrong or double data, 66 no such file, 67 no such company, 69 database, mail or web
  server unavailable, 75 try again, 77 not allowed, 78 wrong settings or schema, or a hole in the
  guard.

SECURITY
  Whoever may run it with its settings is an administrator: it is not for the web server's user. Its
  database user may do everything in Doorward's database, and nothing elsewhere. It makes key files
  for their owner alone, and reads them to check them, but never shows a key, password or code. With
  the session key it makes one session, for check gate --account, and ends it again. What strangers
  wrote is shown without control characters; mail bounce reads mail of strangers, and needs no more
  than the mailer's user and database user. It listens to nobody, and starts one program alone, in
  check and check nginx: nginx -T, without a shell.
)";

}  // namespace

int main(int argc, char** argv) {
  return doorward::ctl::run(kManual, argc, argv);
}
