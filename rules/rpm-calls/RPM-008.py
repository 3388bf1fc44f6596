import rpm
import rpms


def newer(a, b, fan):
    ts = rpm.TransactionSet()  # want: RPM-008
    for header in ts.dbMatch("name", "agent"):
        print(header)
    rpms.labelCompare(a, b)  # ok: RPM-008
    fan.rpm.ts = 1  # ok: RPM-008
    return rpm.labelCompare(a, b)  # want: RPM-008
