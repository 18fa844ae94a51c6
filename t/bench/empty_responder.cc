// empty_responder — the ceiling of the benchmarks: a FastCGI process on fd 0 that answers 204 at
// once to whatever it is asked. Nothing that answers nginx's auth_request can be faster.

#include <cstdlib>

#include <fcgiapp.h>

int main() {
  FCGX_Request request;
  if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0) return EXIT_FAILURE;
  while (FCGX_Accept_r(&request) == 0) {
    FCGX_PutS("Status: 204 No Content\r\n\r\n", request.out);
    FCGX_Finish_r(&request);
  }
  return EXIT_SUCCESS;
}
