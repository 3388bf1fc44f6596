/* Watches a host and recovers it. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <uuid/uuid.h>

#define LOCKED "/var/run/.node_locked"

static int reboot_host(void)
{
    return system("/usr/bin/systemctl reboot");
}

static int restart_links(void)
{
    /* system("rpm -e link-monitor") in a comment is no call */
    return system("rpm -q --quiet link-monitor && "
                  "/sbin/service linkmon restart");
}

int main(void)
{
    uuid_t id;
    char text[37];

    uuid_generate(id);
    uuid_unparse(id, text);
    printf("hostwatch %s, rpm -q host-watch tells the version\n", text);
    while (access(LOCKED, F_OK) == 0 || restart_links() == 0)
        sleep(5);
    if (system("[[ -e " LOCKED " ]] && source /etc/hostwatch.conf") != 0)
        return EXIT_FAILURE;
    return reboot_host();
}
