#include "store/server_error.h"

namespace doorward::store::server_error {

Meaning meaning(int number) {
  switch (number) {
    case 1062:
      return Meaning::duplicate;
    case 1060:
    case 1061:
      return Meaning::already_there;
    case 1213:
      return Meaning::deadlock;
    case 1205:
      return Meaning::lock_wait;
    // Its connections, or its memory, are used up.
    case 1037:
    case 1038:
    case 1040:
    case 1041:
    case 1203:
    case 1226:
    // It shuts down, or the connection ended.
    case 1053:
    case 1077:
    case 1079:
    case 1129:
    case 1152:
    case 1158:
    case 1159:
    case 1160:
    case 1161:
    case 1927:
    // Its disk is full: a file, a table, a temporary file, the storage engine's.
    case 1:
    case 3:
    case 1021:
    case 1026:
    case 1030:
    case 1114:
    // A node that its cluster has left, or one that left while it committed: nobody knows.
    case 1047:
    case 1180:
    // Nothing may be written: it is, or has become, a replica.
    case 1290:
    case 1792:
    case 1836:
      return Meaning::unavailable;
    default:
      // The client library's own.
      return number >= 2000 && number < 2100 ? Meaning::unavailable : Meaning::refused;
  }
}

}  // namespace doorward::store::server_error
