// What is wrong with an nginx configuration that keeps Doorward's door.
//
// A rule is a row: its name, what can happen, what to write instead, and the function that looks
// for it. A hole lets somebody in who may not, or lets a visitor pass for somebody else; a warning
// is less than that. A rule that can't tell stays silent rather than guess.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "inspect/nginx_site.h"

namespace doorward::inspect {

struct Finding {
  bool hole = false;
  std::string rule;
  Place place;        // of the directive to change
  std::string where;  // "location ^~ /members/ of portal.example.com"
  std::string problem;
  std::string risk;
  std::string remedy;
};

using Report =
    std::function<void(const Place& place, const Scope& where, const std::string& problem)>;

struct Rule {
  enum class Severity { hole, warning };

  const char* name;
  Severity severity;
  const char* risk;    // what can happen
  const char* remedy;  // what to write instead
  void (*look)(const Site&, const Report&);
};

std::vector<Rule> guard_rules();       // is the gate asked, and is its answer heard
std::vector<Rule> bypass_rules();      // what is answered before the guard, or after its refusal
std::vector<Rule> reach_rules();       // other ways to what is guarded
std::vector<Rule> subrequest_rules();  // what a page includes is read without the guard
std::vector<Rule> identity_rules();    // whom a backend takes the visitor for
std::vector<Rule> server_rules();      // what else the server gives away

// Holes first, each in the order of the rules and of the file; the same thing once.
std::vector<Finding> judge(const Site& site);

}  // namespace doorward::inspect
