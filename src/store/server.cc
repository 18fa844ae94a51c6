#include "store/server.h"

#include "base/host_port.h"

namespace doorward::store {

std::string Server::name() const {
  return socket.empty() ? host + ":" + std::to_string(port) : socket.string();
}

std::vector<Server> servers_of(const DatabaseSettings& settings) {
  const auto port = static_cast<std::uint16_t>(settings.port);
  if (settings.hosts.empty()) return {{settings.socket, settings.host, port}};
  std::vector<Server> servers;
  for (const auto& text : settings.hosts) {
    if (text.starts_with('/')) {
      servers.push_back({text, "", 0});
    } else {
      const auto host = HostPort::parse(text, port).value();
      servers.push_back({"", host.host, host.port});
    }
  }
  return servers;
}

}  // namespace doorward::store
