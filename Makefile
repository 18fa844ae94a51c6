# Doorward. `make help` lists what can be asked for.
# May be overridden: CXX, CXXFLAGS, LDFLAGS (or at ./configure), DESTDIR, prefix.

SRC_BASE = base/config base/config_check base/counters base/crypto base/csv base/key_file \
           base/log base/log_brake base/password_hash base/random base/run base/template base/text
SRC_DOMAIN = domain/alarm domain/allowance domain/bounce_address domain/browser_name domain/budget domain/code \
             domain/common_passwords domain/delivery_report domain/domain_name domain/email \
             domain/flow_state domain/import_line domain/licence domain/mail_status domain/network \
             domain/password domain/person_name domain/return_address domain/session \
             domain/similar domain/slug
SRC_HTTP = http/cookie_names http/cookies http/form http/listener http/request http/response
SRC_STORE = store/account store/attempt store/audit store/company store/database store/flow \
            store/group store/heartbeat store/held_session store/invitation store/known_browser \
            store/leftovers store/licence_letter store/mailbox store/migration store/newcomer \
            store/outbox store/revocation store/session store/timestamp_text
SRC_FLOW = flow/account flow/budgets flow/code_step flow/company_people flow/deletion flow/notice \
           flow/password_check flow/reset flow/sign_in flow/sign_up
SRC_MAIL = mail/courier mail/header mail/letter mail/mailbox_gone mail/smtp
SRC_WEB = web/account web/account_delete web/account_download web/account_guard \
          web/account_password web/account_sessions web/app web/bounces web/code_pages web/company \
          web/company_person web/context web/form_guard web/form_token web/licence_text web/page \
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
          ctl/audit_output ctl/check_gate ctl/check_nginx ctl/command ctl/command_line \
          ctl/company ctl/company_domain ctl/company_end ctl/company_record ctl/company_rename \
          ctl/company_report ctl/completion ctl/config ctl/confirm ctl/csv ctl/db ctl/db_purge \
          ctl/free_mail ctl/gate_check ctl/gate_report ctl/help ctl/import_batch \
          ctl/import_report ctl/key ctl/licence ctl/mail ctl/mail_bounce ctl/nginx_run ctl/output \
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

ifeq ($(filter deps demo check soak siege week fuzz bench format clean distclean help,$(MAKECMDGOALS)),)
include config.mk
endif

BUILD = build
# V=1 shows the commands.
Q = $(if $(V),,@echo "  $(@:$(BUILD)/%=%)";)
# FORTIFY wants optimisation; a debug build drops it with CXXFLAGS=-O0.
HARDENING = -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong \
            -fstack-clash-protection -fcf-protection -fPIE
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Werror
ALL_CXXFLAGS = -std=c++20 -Isrc -I. -DDOORWARD_VERSION='"$(VERSION)"' -MMD -MP $(WARNINGS) \
               $(HARDENING) $(CXXFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,--as-needed $(LDFLAGS)
LIBS = -lfcgi -lctemplate_nothreads -lmysqlcppconn -lcurl -lcrypto -lsodium -lzxcvbn -lidn2 -lpcre2-8

LIBRARY = $(BUILD)/libdoorward.a
LIBRARY_OBJECTS = $(LIBRARY_SOURCES:%=$(BUILD)/src/%.o)

all: $(PROGRAMS:%=$(BUILD)/%)

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

# Order-only: a new configure must not rebuild what it does not change.
$(BUILD)/%.o: %.cc | config.mk
	@mkdir -p $(@D)
	$(Q)$(CXX) $(ALL_CXXFLAGS) -c -o $@ $<

# The config of a new checkout makes itself; editing configure.ac runs it again.
config.mk: config.mk.in configure
	./configure
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

soak:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	OUTAGE=65 ROUNDS=100 t/stack/run outage_test out_within_a_second

REQUESTS = 100000
siege:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	REQUESTS=$(REQUESTS) t/stack/run an_address_is_not_enough

week:
	t/support/deps build demo check
	$(MAKE) -j$$(nproc) all
	WEEK_PEOPLE=1000 t/browser/run t/browser/week.test.mjs

bench:
	t/support/deps build demo bench
	$(MAKE) all $(BENCH_PROGRAMS:%=$(BUILD)/bench/%)
	t/bench/run

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

fuzzers: $(FUZZ_TARGETS:%=$(BUILD)/%)
# The router is the whole of doorward-web, without a database to talk to.
$(BUILD)/router: $(SRC_STORE:%=$(BUILD)/src/%.o) $(SRC_FLOW:%=$(BUILD)/src/%.o) \
                 $(SRC_WEB:%=$(BUILD)/src/%.o)
$(FUZZ_TARGETS:%=$(BUILD)/%): $(BUILD)/%: $(BUILD)/t/fuzz/%.o $(FUZZ_LIBRARY:%=$(BUILD)/src/%.o)
	$(Q)$(CXX) $(CXXFLAGS) -fsanitize=fuzzer $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIBS)

tests: $(BUILD)/unit $(BUILD)/integration $(BUILD)/case

format:
	clang-format -i $$(git ls-files '*.cc' '*.h')
tidy: all
	clang-tidy --quiet $(LIBRARY_SOURCES:%=src/%.cc) -- $(filter-out -MMD -MP,$(ALL_CXXFLAGS))

sanitize:
	$(MAKE) BUILD=build/sanitize CXXFLAGS='-O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer' \
	  HARDENING=-fPIE build/sanitize/unit build/sanitize/integration build/sanitize/doorwardctl
	build/sanitize/unit && t/support/with_database build/sanitize/integration

unitdir = /lib/systemd/system
sysusersdir = /usr/lib/sysusers.d
install: all
	install -d $(DESTDIR)$(sbindir) $(DESTDIR)$(datadir)/doorward $(DESTDIR)$(sysconfdir)/doorward \
	  $(DESTDIR)$(sysconfdir)/nginx/snippets $(DESTDIR)$(unitdir) $(DESTDIR)$(sysusersdir)
	install -m 755 $(PROGRAMS:%=$(BUILD)/%) $(DESTDIR)$(sbindir)
	cp -r templates sql nginx fail2ban $(DESTDIR)$(datadir)/doorward
	install -m 644 nginx/snippets/*.conf $(DESTDIR)$(sysconfdir)/nginx/snippets
	install -m 644 systemd/*.socket systemd/*.service systemd/*.timer $(DESTDIR)$(unitdir)
	install -m 644 systemd/doorward.sysusers $(DESTDIR)$(sysusersdir)/doorward.conf

dist: configure
	git archive --prefix=doorward-$(VERSION)/ -o doorward-$(VERSION).tar.gz --add-file=configure HEAD

clean:
	rm -rf $(BUILD)
distclean: clean
	rm -rf config.mk config.log config.status configure autom4te.cache .demo

help:
	@echo 'make demo      everything, in the foreground, on http://localhost:8080'
	@echo 'make check     every test; the last line says how many passed'
	@echo 'make soak      the tests that take minutes: long outages, a hundred revocations'
	@echo 'make siege     REQUESTS=100000 of somebody who knows one address and wants the account'
	@echo 'make week      a week of a portal with a thousand people: import, leavers, renewals'
	@echo 'make fuzz      SECONDS=60 of hostile input for each reader of it, under ASan and UBSan'
	@echo 'make bench     how fast it is, as ratios to the fastest there could be'
	@echo 'make           the four programs, in $(BUILD)/'
	@echo 'make deps      what is missing of the Debian packages the above need (asks for root)'
	@echo 'make sanitize  the tests under ASan and UBSan       make tidy, make format'
	@echo 'make install   DESTDIR=, prefix=                     make dist, make clean, make distclean'

.PHONY: all deps demo check soak siege week fuzz fuzzers bench tests format tidy sanitize install dist \
        clean distclean help
.DELETE_ON_ERROR:

-include $(shell [ -d $(BUILD) ] && find $(BUILD) -name '*.d')
