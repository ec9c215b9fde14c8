#!/bin/sh
# A sample of every kind of fault; make fault has all of them.
exec "$KITH_BUILD/fault/fault" --quick
