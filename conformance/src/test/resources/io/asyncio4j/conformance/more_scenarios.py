"""Further differential scenarios, in the manner of scenarios.py; `python3 more_scenarios.py [name...]`."""
import logging
import sys

from more.harness import SCENARIOS, T
from more import loop, cancellation, timeouts, combining, groups, eager, contexts, errors, runners, locks, queues


def main(selected):
    logging.disable(logging.CRITICAL)
    for function in SCENARIOS:
        if selected and not any(function.__name__.startswith(each) for each in selected):
            continue
        T.clear()
        try:
            function()
        except BaseException as error:
            T.append(f'!! {type(error).__name__}: {error}')
        print(function.__name__, '|', ' ; '.join(T))


if __name__ == '__main__':
    main(sys.argv[1:])
