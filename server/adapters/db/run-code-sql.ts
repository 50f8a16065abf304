/** What `runCode` says of a run, where a query has its row and its wave's: see there. */
export const runCodeSql = `case when waves.sequence = 1 then '' else 'W' || waves.sequence || '-' end || runs.route_no`;
