"""What the clock starts. It stands in code: django-celery-beat pins Django below 6.1."""

from celery.schedules import crontab

SCHEDULE = {
    "sweep-the-outbox": {"task": "ppi.kernel.tasks.sweep", "schedule": 5.0},
    "forget-finished-jobs": {"task": "ppi.kernel.tasks.forget_finished_jobs", "schedule": 3600.0},
    "forget-ended-sessions": {
        "task": "ppi.kernel.tasks.forget_ended_sessions",
        "schedule": crontab(hour=3, minute=15),
    },
    "forget-old-typing": {
        "task": "tenders.tasks.forget_old_typing",
        "schedule": crontab(hour=3, minute=25),
    },
    "end-certificates": {
        "task": "profiles.tasks.end_certificates",
        "schedule": crontab(hour=0, minute=5),
    },
    "count-words": {
        "task": "ppi.matching.tasks.count_all_words",
        "schedule": crontab(hour=3, minute=35),
    },
    "ask-what-came-of-it": {
        "task": "tenders.tasks.ask_what_came_of_it",
        "schedule": crontab(hour=4, minute=45),
    },
    "learn-words": {
        "task": "ppi.search.tasks.learn_words",
        "schedule": crontab(day_of_week="sunday", hour=2, minute=30),
    },
    "keep-searches-quick": {
        "task": "ppi.matching.tasks.keep_searches_quick",
        "schedule": crontab(day_of_week="sunday", hour=2, minute=40),
    },
    "count-figures": {"task": "ppi.front.tasks.count_figures", "schedule": 60.0},
    "tell-what-is-due": {"task": "ppi.notifications.tasks.tell_what_is_due", "schedule": 60.0},
    "tell-operators": {
        "task": "ppi.kernel.tasks.tell_operators",
        "schedule": crontab(hour=5, minute=30),
    },
}
