Volunteers painted the lighthouse green.

It took them four days.

@highlight

Lighthouse gets a new coat
