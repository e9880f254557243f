# shellcheck shell=bash
# Sourced by tests/sqlmap/run: valid requests for each operation, where `*` marks what sqlmap is to
# inject into. `run` adds the headers, marked too. An operation can have several recipes.
#
#   recipe [OPTION…] 'METHOD PATH' <<'EOF'      as in the table of routes
#   PATH
#
#   BODY                                      with at least one mark, else sqlmap marks it as it likes
#   EOF
#
#   --session WORD   whose session the request comes with; SESSION, which lasts, where it is not said
#   --type TYPE      of the body; application/json where it is not said
#   --only-fields    the headers of the operation are in another recipe of it
#
# run puts in SESSION, USERNAME, PASSWORD and ENTRY; FRESH_… and OPAQUE_… are hooks.py's.

# ── Accounts ─────────────────────────────────────────────────────────────────────────────────────────

for path in /signup /auth/signup; do
    recipe --session FRESH_SESSION "POST $path" <<EOF
$path

{"username": "FRESH_NAME*", "password": "PASSWORD*", "language": "en*", "time_zone": "Europe/Berlin*", "day_starts_at": 4*}
EOF
done

for path in /login /auth/signin; do
    recipe --session FRESH_SESSION "POST $path" <<EOF
$path

{"username": "USERNAME*", "password": "PASSWORD*"}
EOF
done

recipe --session FRESH_SESSION 'POST /logout' <<'EOF'
/logout
EOF

recipe 'GET /me' <<'EOF'
/me
EOF

recipe 'PATCH /me' <<'EOF'
/me

{"language": "en*", "time_zone": "Europe/Berlin*", "day_starts_at": 4*}
EOF

recipe --only-fields --session FRESH_ACCOUNT 'PATCH /me' <<'EOF'
/me

{"password": "a longer walk by the sea*", "current_password": "PASSWORD*"}
EOF

recipe --session FRESH_ACCOUNT 'DELETE /me' <<'EOF'
/me

{"current_password": "PASSWORD*"}
EOF

recipe 'GET /sessions' <<'EOF'
/sessions?limit=30*&cursor=OPAQUE_BEGIN1000000*OPAQUE_END*
EOF

recipe 'DELETE /sessions/{id}' <<'EOF'
/sessions/FRESH_LISTED*
EOF

# ── Mood ─────────────────────────────────────────────────────────────────────────────────────────────

recipe 'POST /mood' <<'EOF'
/mood

{"mood": "nostalgic*", "rating": 4*, "note": "Sun at last.*", "tags": ["walk*", "sea*"], "recorded_at": "2020-01-05T10:00:00+01:00*"}
EOF

recipe --only-fields 'POST /mood' <<'EOF'
/mood

{"mood": 4*, "day": "2020-01-05*"}
EOF

recipe 'GET /mood' <<'EOF'
/mood?limit=30*&cursor=OPAQUE_BEGIN2100-01-01*/2100-01-01T12:00:00Z*/5*OPAQUE_END*&from=2020-01-01*&to=2100-01-01*
EOF

recipe 'GET /mood/days' <<'EOF'
/mood/days?from=2020-01-01*&to=2026-01-01*
EOF

recipe 'GET /mood/{id}' <<'EOF'
/mood/ENTRY*
EOF

recipe 'PATCH /mood/{id}' <<'EOF'
/mood/FRESH_ENTRY*

{"mood": "nostalgic*", "rating": 4*, "note": "Sun at last.*", "tags": ["walk*", "sea*"], "recorded_at": "2020-01-05T10:00:00+01:00*"}
EOF

recipe --only-fields 'PATCH /mood/{id}' <<'EOF'
/mood/FRESH_ENTRY

{"mood": 4*, "day": "2020-01-05*"}
EOF

recipe 'DELETE /mood/{id}' <<'EOF'
/mood/FRESH_ENTRY*
EOF

recipe 'GET /mood/export' <<'EOF'
/mood/export?format=json*&bom=true*
EOF

# The headers with a file that changes nothing the second time, so that the account does not grow.
recipe 'POST /mood/import' <<'EOF'
/mood/import?format=json*

{"moods": [{"rating": 4*, "day": "2020-01-05*"}]}
EOF

recipe --only-fields 'POST /mood/import' <<'EOF'
/mood/import

{"moods": [{"uid": "FRESH_UID*", "mood": "nostalgic*", "rating": 4*, "note": "Sun at last.*", "tags": ["walk*", "sea*"], "recorded_at": "2020-01-05T10:00:00Z*", "day": "2020-01-05*"}]}
EOF

recipe --only-fields --type text/csv 'POST /mood/import' <<'EOF'
/mood/import

uid,mood,rating,note,tags,recorded_at,day
FRESH_UID*,nostalgic*,4*,"Sun at last.*","[""walk*"", ""sea""]",2020-01-05T10:00:00Z*,2020-01-05*
EOF

# ── Achievements ─────────────────────────────────────────────────────────────────────────────────────

recipe 'GET /achievements' <<'EOF'
/achievements?limit=30*&cursor=OPAQUE_BEGIN5*OPAQUE_END*
EOF

recipe 'POST /achievements' <<'EOF'
/achievements

{"code": "FRESH_NAME*", "points": 5*, "name": {"en": "A kind word*", "ru": "Доброе слово*"}, "description": {"en": "Said.*", "ru": "Сказано.*"}}
EOF

recipe 'GET /users/{username}' <<'EOF'
/users/USERNAME*
EOF

recipe 'GET /users/{username}/achievements' <<'EOF'
/users/USERNAME*/achievements?limit=30*&cursor=OPAQUE_BEGIN2100-01-01T12:00:00Z*/5*OPAQUE_END*
EOF

recipe 'POST /users/{username}/achievements' <<'EOF'
/users/USERNAME*/achievements

{"code": "FRESH_CODE*", "awarded_at": "2020-01-05T10:00:00+01:00*"}
EOF

recipe 'DELETE /users/{username}/achievements/{code}' <<'EOF'
/users/USERNAME*/achievements/FRESH_AWARD*
EOF

recipe 'GET /statistics' <<'EOF'
/statistics
EOF

recipe 'GET /statistics/seven-days-in-a-row' <<'EOF'
/statistics/seven-days-in-a-row?limit=30*&cursor=OPAQUE_BEGIN5*OPAQUE_END*
EOF

# ── Tasks ────────────────────────────────────────────────────────────────────────────────────────────

recipe 'POST /task' <<'EOF'
/task

{"title": "Water the plants*", "note": "The fern, too.*"}
EOF

recipe 'GET /task' <<'EOF'
/task?day=2026-03-10*&limit=30*&cursor=OPAQUE_BEGIN5*OPAQUE_END*
EOF

recipe 'GET /task/{id}' <<'EOF'
/task/FRESH_TASK*
EOF

recipe 'PATCH /task/{id}' <<'EOF'
/task/FRESH_TASK*

{"title": "Water the plants*", "note": "The fern, too.*", "done": true*}
EOF

recipe 'DELETE /task/{id}' <<'EOF'
/task/FRESH_TASK*
EOF

recipe 'PATCH /users/{username}' <<'EOF'
/users/USERNAME*

{"daily_task_limit": 7*}
EOF
