# Doorward. `make help` lists what can be asked for.
# May be overridden: CXX, CXXFLAGS, LDFLAGS (or at ./configure), DESTDIR, prefix.

SRC_BASE = base/catalogue base/config base/config_check base/counters base/crypto base/csv base/host_port \
           base/key_change base/key_file base/language base/log base/log_brake base/notify_socket \
           base/password_hash base/random base/run base/secret_file base/template base/template_text \
           base/text
SRC_DOMAIN = domain/alarm domain/allowance domain/bounce_address domain/browser_name domain/budget domain/code \
             domain/common_passwords domain/database_rights domain/delivery_report domain/domain_name domain/email \
             domain/flow_state domain/import_line domain/licence domain/mail_status domain/network \
             domain/password domain/person_name domain/return_address domain/session \
             domain/similar domain/slug
SRC_HTTP = http/cookie_names http/cookies http/form http/language http/listener \
           http/request http/response
SRC_STORE = store/account store/attempt store/audit store/company store/connection store/database store/flow \
            store/group store/heartbeat store/held_key store/held_session store/invitation store/known_browser \
            store/leftovers store/licence_letter store/mailbox store/migration store/newcomer \
            store/outbox store/revocation store/row store/server store/server_choice \
            store/server_error store/server_probe store/session store/timestamp_text
SRC_FLOW = flow/account flow/budgets flow/code_step flow/company_people flow/deletion flow/notice \
           flow/password_check flow/reset flow/sign_in flow/sign_up
SRC_MAIL = mail/courier mail/header mail/letter mail/mailbox_gone mail/smtp
SRC_WEB = web/account web/account_delete web/account_download web/account_guard \
          web/account_password web/account_sessions web/app web/bounces web/code_pages web/company \
          web/company_person web/context web/form_guard web/form_token web/help web/language_link \
          web/licence_text web/page \
          web/refusal_log web/reset web/routes web/session_pages web/sign_in web/sign_up web/verify
SRC_GATE = gate/answer gate/feed gate/lease_table gate/leases gate/metrics
SRC_INSPECT = inspect/curl_line inspect/gate_echo inspect/gate_headers inspect/gate_links \
              inspect/gate_path_tricks inspect/gate_probes inspect/gate_verdict inspect/http_probe \
              inspect/nginx_backend inspect/nginx_config inspect/nginx_pattern inspect/nginx_place \
              inspect/nginx_rules inspect/nginx_rules_bypass inspect/nginx_rules_guard \
              inspect/nginx_rules_identity inspect/nginx_rules_reach inspect/nginx_rules_server \
              inspect/nginx_rules_subrequest inspect/nginx_scope inspect/nginx_site
SRC_CTL = ctl/account ctl/account_budgets ctl/account_cause ctl/account_email ctl/account_explain \
          ctl/account_export ctl/account_facts ctl/account_import ctl/alarm ctl/attempt ctl/audit \
          ctl/audit_output ctl/check ctl/check_config ctl/check_gate ctl/check_nginx ctl/check_servers ctl/command ctl/command_line \
          ctl/company ctl/company_domain ctl/company_end ctl/company_record ctl/company_rename \
          ctl/company_report ctl/completion ctl/config ctl/config_example ctl/confirm ctl/csv ctl/db ctl/db_purge \
          ctl/findings ctl/free_mail ctl/gate_check ctl/gate_report ctl/help ctl/import_batch \
          ctl/import_report ctl/key ctl/key_rotation ctl/licence ctl/mail ctl/mail_bounce ctl/nginx_run ctl/output \
          ctl/purge ctl/put_out ctl/session ctl/trial_session ctl/values

LIBRARY_SOURCES = $(SRC_BASE) $(SRC_DOMAIN) $(SRC_HTTP) $(SRC_STORE) $(SRC_FLOW) $(SRC_MAIL) \
                  $(SRC_WEB) $(SRC_GATE) $(SRC_INSPECT) $(SRC_CTL)
PROGRAMS = doorward-web doorward-gate doorward-mailer doorwardctl

UNIT_TESTS = $(wildcard t/unit/*.cc)
INTEGRATION_TESTS = $(wildcard t/integration/*.cc)
CASE_RUNNER = $(wildcard t/case/*.cc)
BENCH_PROGRAMS = empty_responder empty_page argon2id
FUZZ_TARGETS = config cookie email fastcgi form letter log return_address router token
# But for the reader of import files, which no stranger reaches and clang 14 doesn't compile.
FUZZ_LIBRARY = $(filter-out domain/import_line,$(SRC_BASE) $(SRC_DOMAIN) $(SRC_HTTP)) \
               mail/header mail/letter web/form_token
TEST_SUPPORT = t/support/test_database t/support/test_services t/support/scripted_smtp

# What starts a make of its own for what it needs, or needs no configuration at all.
STARTS = deps demo check soak outages siege timing week faults crashes letters fuzz fuzz-coverage scan axe lint \
         gallery help-pictures check-system check-cluster sanitize sanitize-thread bench capacity deb check-deb
ifeq ($(filter $(STARTS) format clean distclean help,$(MAKECMDGOALS)),)
include config.mk
endif

BUILD = build
# V=1 shows the commands.
Q = $(if $(V),,@echo "  $(@:$(BUILD)/%=%)";)
# FORTIFY wants optimisation; a debug build drops it with CXXFLAGS=-O0.
HARDENING = -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong \
            -fstack-clash-protection -fcf-protection -fPIE
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Werror
ALL_CXXFLAGS = -std=c++20 -Isrc -I. -DDOORWARD_VERSION='"$(VERSION)"' -MMD -MP $(WARNINGS) \
               $(HARDENING) $(CXXFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,--as-needed $(LDFLAGS)
LIBS = -lfcgi -lctemplate_nothreads -lmysqlcppconn -lcurl -lcrypto -lsodium -lzxcvbn -lidn2 -lpcre2-8 \
       -lboost_locale -licui18n -licuuc

LIBRARY = $(BUILD)/libdoorward.a
LIBRARY_OBJECTS = $(LIBRARY_SOURCES:%=$(BUILD)/src/%.o)

# The texts of pages and letters, of which English is in the templates themselves.
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard templates/language/*.po))

all: $(PROGRAMS:%=$(BUILD)/%) $(CATALOGUES)

$(BUILD)/doorward-web: $(BUILD)/src/web.o
$(BUILD)/doorward-gate: $(BUILD)/src/gate.o
$(BUILD)/doorward-mailer: $(BUILD)/src/mailer.o
$(BUILD)/doorwardctl: $(BUILD)/src/ctl.o
$(PROGRAMS:%=$(BUILD)/%): $(LIBRARY)
	$(Q)$(CXX) $(CXXFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS)

$(LIBRARY): $(LIBRARY_OBJECTS)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/unit: $(UNIT_TESTS:%.cc=$(BUILD)/%.o) $(LIBRARY)
$(BUILD)/integration: $(INTEGRATION_TESTS:%.cc=$(BUILD)/%.o) $(TEST_SUPPORT:%=$(BUILD)/%.o) $(LIBRARY)
$(BUILD)/case: $(CASE_RUNNER:%.cc=$(BUILD)/%.o) $(BUILD)/t/support/test_database.o $(LIBRARY)
$(BUILD)/unit $(BUILD)/integration $(BUILD)/case:
	$(Q)$(CXX) $(CXXFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS) \
	  -lboost_unit_test_framework

$(CATALOGUES): %.mo: %.po
	@echo "  $@"; msgfmt --check-format --output-file=$@ $<

# A test runs once: to optimise it takes longer than it saves.
$(BUILD)/t/unit/%.o $(BUILD)/t/integration/%.o $(BUILD)/t/case/%.o: CXXFLAGS += -O1
# Order-only: a new configure must not rebuild what it does not change.
$(BUILD)/%.o: %.cc | config.mk
	@mkdir -p $(@D)
	$(Q)$(CXX) $(ALL_CXXFLAGS) -c -o $@ $<

# The config of a new checkout makes itself; editing configure.ac runs it again.
# What is said to this make alone, such as a sanitizer, must not become everyday's.
config.mk: config.mk.in configure
	env -u CXX -u CXXFLAGS -u LDFLAGS ./configure
configure: configure.ac
	autoconf


deps:
	t/support/deps build demo

# Each step on its own make, so that what deps installs is there when the next one starts.
demo:
	$(MAKE) deps
	$(MAKE) -j$$(nproc) all
	t/support/stack run .demo 8080

check:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all tests
	t/run

HOURS = 1
soak:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	SOAK_SECONDS=$$(awk 'BEGIN { print $(HOURS) * 3600 }') t/stack/run a_mishap_every_minute

outages:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	OUTAGE=65 ROUNDS=100 t/stack/run outage_test out_within_a_second

REQUESTS = 100000
siege:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	REQUESTS=$(REQUESTS) t/stack/run an_address_is_not_enough

timing:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	TIMES=2000 t/stack/run timing_test

week:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	WEEK_PEOPLE=1000 t/browser/run t/browser/week.test.mjs

faults:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	EVERY=1 t/stack/run NthCommand

KILL_FOR = 600
crashes:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	KILL_FOR=$(KILL_FOR) t/stack/run what_people_were_told

LETTERS = 10000
letters:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	LETTERS=$(LETTERS) t/stack/run two_mailers

ROUNDS = 20
check-cluster:
	t/support/deps build demo check cluster
	$(MAKE) -j$$(nproc) all
	ROUNDS=$(ROUNDS) LETTERS=$(LETTERS) t/cluster/run

check-system:
	t/support/deps build demo check deb system
	t/package/build build/deb
	t/system/run

bench:
	t/support/deps build demo bench
	$(MAKE) all $(BENCH_PROGRAMS:%=$(BUILD)/bench/%)
	t/bench/run

ACCOUNTS = 1000000
capacity:
	t/support/deps build demo bench
	$(MAKE) all $(BENCH_PROGRAMS:%=$(BUILD)/bench/%)
	t/bench/run --pairs 7 --accounts $(ACCOUNTS) capacity

$(BENCH_PROGRAMS:%=$(BUILD)/bench/%): $(BUILD)/bench/%: $(BUILD)/t/bench/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(Q)$(CXX) $(CXXFLAGS) $(ALL_LDFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

SECONDS = 60
fuzz:
	t/support/deps build fuzz
	$(MAKE) -j$$(nproc) BUILD=build/fuzz CXX=clang++ HARDENING=-fPIE \
	  CXXFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined' \
	  fuzzers
	t/fuzz/run $(SECONDS)

fuzz-coverage:
	t/support/deps build fuzz
	$(MAKE) -j$$(nproc) BUILD=build/fuzz-coverage CXX=clang++ HARDENING=-fPIE \
	  CXXFLAGS='-O0 -g -fsanitize=fuzzer-no-link -fprofile-instr-generate -fcoverage-mapping' \
	  fuzzers
	t/fuzz/coverage

fuzzers: $(FUZZ_TARGETS:%=$(BUILD)/%)
# The router is the whole of doorward-web, without a database to talk to.
$(BUILD)/router: $(SRC_STORE:%=$(BUILD)/src/%.o) $(SRC_FLOW:%=$(BUILD)/src/%.o) \
                 $(SRC_WEB:%=$(BUILD)/src/%.o)
$(FUZZ_TARGETS:%=$(BUILD)/%): $(BUILD)/%: $(BUILD)/t/fuzz/%.o $(FUZZ_LIBRARY:%=$(BUILD)/src/%.o)
	$(Q)$(CXX) $(CXXFLAGS) -fsanitize=fuzzer $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)

scan:
	t/support/deps build demo scan
	$(MAKE) -j$$(nproc) all
	t/scan/run

axe:
	t/support/deps build demo check axe
	$(MAKE) -j$$(nproc) all
	AXE=$$PWD/build/axe/node_modules/axe-core/axe.min.js t/browser/run

gallery:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	rm -rf build/gallery
	GALLERY=$$PWD/build/gallery SCREENSHOTS=$$PWD/build/gallery/pages \
	  t/browser/run t/browser/*.test.mjs t/browser/gallery.mjs

help-pictures:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	HELP_PICTURES=anew t/browser/run t/browser/help.test.mjs

# The programs of other targets are compiled too, so that a change can't leave one behind.
tests: $(BUILD)/unit $(BUILD)/integration $(BUILD)/case \
       $(FUZZ_TARGETS:%=$(BUILD)/t/fuzz/%.o) $(BENCH_PROGRAMS:%=$(BUILD)/t/bench/%.o)

format:
	clang-format -i $$(git ls-files '*.cc' '*.h')

# What is clean stays so until it, or a header that it includes, changes: minutes, the first time.
lint:
	t/support/deps build check lint
	cppcheck --quiet --std=c++20 --library=boost -Isrc -I. --enable=warning,performance,portability \
	  --inline-suppr --error-exitcode=1 src t
	$(MAKE) -j$$(nproc) -k tidy
tidy: $(patsubst %.cc,$(BUILD)/tidy/%.ok,$(wildcard src/*.cc src/*/*.cc t/*/*.cc))
# The compiler goes first: it knows which headers have changed, and its warnings are its own.
$(BUILD)/tidy/%.ok: %.cc $(BUILD)/%.o .clang-tidy
	@mkdir -p $(@D)
	$(Q)clang-tidy-16 --quiet $< -- -std=c++20 -Isrc -I. -DDOORWARD_VERSION='"$(VERSION)"' \
	  >$@.log 2>&1 || { cat $@.log; exit 1; }; touch $@

COMMA = ,
# g++ 12 takes what ASan adds to std::regex for uses of what nobody has set.
SANITIZED = -j$$(nproc) HARDENING=-fPIE \
            CXXFLAGS='-O1 -g -fno-omit-frame-pointer -Wno-maybe-uninitialized -fsanitize=$(1)'
sanitize:
	t/support/deps build demo check
	$(MAKE) $(call SANITIZED,address$(COMMA)undefined) BUILD=build/sanitize all tests
	t/sanitize/run address

# The gate alone has a thread. What runs beside it under TSan are the programs of every day.
GATE_BUILD = build/sanitize-thread
sanitize-thread:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	$(MAKE) $(call SANITIZED,thread) BUILD=$(GATE_BUILD) \
	  LIBRARY_SOURCES='$(filter-out $(SRC_WEB) $(SRC_INSPECT) $(SRC_CTL),$(LIBRARY_SOURCES))' \
	  UNIT_TESTS='t/unit/main.cc t/unit/counters_test.cc t/unit/lease_table_test.cc' \
	  INTEGRATION_TESTS='t/integration/main.cc t/integration/leases_test.cc' \
	  $(GATE_BUILD)/doorward-gate $(GATE_BUILD)/unit $(GATE_BUILD)/integration
	ln -sf ../doorward-web ../doorward-mailer ../doorwardctl $(GATE_BUILD)
	t/sanitize/run thread

translations:
	t/support/deps build
	t/support/refresh-translations

# From what the programs say of themselves.
manuals: all
	docs/man/generate $(BUILD)

unitdir = /lib/systemd/system
sysusersdir = /usr/lib/sysusers.d
completionsdir = $(datadir)/bash-completion/completions
install: all
	install -d $(DESTDIR)$(sbindir) $(DESTDIR)$(datadir)/doorward $(DESTDIR)$(sysconfdir)/doorward \
	  $(DESTDIR)$(sysconfdir)/nginx/snippets $(DESTDIR)$(unitdir) $(DESTDIR)$(sysusersdir) \
	  $(DESTDIR)$(docdir) $(DESTDIR)$(mandir)/man5 $(DESTDIR)$(mandir)/man8 $(DESTDIR)$(completionsdir)
	install -m 755 $(PROGRAMS:%=$(BUILD)/%) $(DESTDIR)$(sbindir)
	cp -r templates sql nginx fail2ban shared-hosting docs/monitoring \
	  $(DESTDIR)$(datadir)/doorward
	install -m 644 docs/doorward.conf.example $(DESTDIR)$(datadir)/doorward
	install -d $(DESTDIR)$(datadir)/doorward/systemd
	install -m 644 systemd/*-by-network.conf $(DESTDIR)$(datadir)/doorward/systemd
	install -m 644 CHANGELOG.md docs/*.md $(DESTDIR)$(docdir)
	install -m 644 docs/man/*.5 $(DESTDIR)$(mandir)/man5
	install -m 644 docs/man/*.8 $(DESTDIR)$(mandir)/man8
	$(BUILD)/doorwardctl completion bash >$(DESTDIR)$(completionsdir)/doorwardctl
	install -m 644 nginx/snippets/*.conf $(DESTDIR)$(sysconfdir)/nginx/snippets
	install -m 644 systemd/*.target systemd/*.socket systemd/*.service systemd/*.timer $(DESTDIR)$(unitdir)
	install -m 644 systemd/doorward.sysusers $(DESTDIR)$(sysusersdir)/doorward.conf

# From what is committed; build/deb has the package and what describes it.
deb:
	t/support/deps build deb
	t/package/build build/deb

check-deb:
	t/support/deps build deb
	t/package/run

dist: configure
	git archive --prefix=doorward-$(VERSION)/ -o doorward-$(VERSION).tar.gz --add-file=configure HEAD

clean:
	rm -rf $(BUILD)
distclean: clean
	rm -rf config.mk config.log config.status configure autom4te.cache .demo

help:
	@echo 'make demo      everything, in the foreground, on http://localhost:8080'
	@echo 'make check     every test; the last line says how many passed'
	@echo 'make soak      HOURS=1 of people at work, and something that goes wrong every minute'
	@echo 'make outages   long ones of the database, and a hundred revocations'
	@echo 'make timing    whether time tells who has an account, 2,000 tries of each kind'
	@echo 'make siege     REQUESTS=100000 of somebody who knows one address and wants the account'
	@echo 'make week      a week of a portal with a thousand people: import, leavers, renewals'
	@echo 'make faults    each command to the database goes wrong once, in four manners'
	@echo 'make crashes   KILL_FOR=600 seconds of people at work, MariaDB killed every twenty'
	@echo 'make letters   LETTERS=10000 by two mailers that are killed, to a server that misbehaves'
	@echo 'make fuzz      SECONDS=60 of hostile input for each reader of it, under ASan and UBSan'
	@echo 'make fuzz-coverage   how much of those readers the fuzzers have seen'
	@echo 'make scan      scanners nobody here wrote, against the whole over TLS; half an hour or more'
	@echo 'make axe       axe-core on every page in every state, narrow and wide, light and dark'
	@echo 'make gallery   all pages and letters on contact sheets, in build/gallery'
	@echo 'make help-pictures  the pictures of the help page, after a change of what they show'
	@echo 'make deb       a Debian package, in build/deb, with its list of parts (SPDX)'
	@echo 'make check-deb that package twice: lintian, and the same bytes'
	@echo 'make check-system  the guide followed on a Debian of its own, with systemd; wants root'
	@echo 'make check-cluster  three database nodes, two web hosts: ROUNDS=20 kills, LETTERS=10000; root'
	@echo 'make bench     how fast it is, as ratios to the fastest there could be'
	@echo 'make capacity  ACCOUNTS=1000000 beside a thousand: sign-ins, the gate, bytes a row'
	@echo 'make           the four programs, in $(BUILD)/'
	@echo 'make deps      what is missing of the Debian packages the above need (asks for root)'
	@echo 'make sanitize  make check under ASan and UBSan; make sanitize-thread: the gate under TSan'
	@echo 'make lint      what cppcheck and clang-tidy (make tidy) find; make format'
	@echo 'make translations    the catalogues in templates/language, after a change of texts'
	@echo 'make manuals   the man pages and doorward.conf.example, after a change of what --help says'
	@echo 'make install   DESTDIR=, prefix=                     make dist, make clean, make distclean'

.PHONY: $(STARTS) all fuzzers tests format tidy manuals translations install dist clean distclean help
.DELETE_ON_ERROR:

-include $(shell find $(wildcard $(BUILD)/src $(BUILD)/t) /dev/null -name '*.d')
