"""Plain words and trade words that mean nearly the same in business software, so that "rented machines" meets "cloud".

A line is one idea. Written from the trade's common vocabulary; a word may stand in several lines.
"""

from __future__ import annotations

from goodword.matching.text import phrase as stems_of

IDEAS = """
cloud, aws, azure, gcp, hosted, rented, provider, ec2, saas
on-premises, premises, in-house, own data centre, datacenter, bare metal, self-hosted, colocation, own hardware, private cloud, own servers
data centre, data center, datacenter, racks, hardware, servers
server, machine, host, box, node, computer, instance, vm
virtual machine, vm, virtualization, hypervisor, guest, kvm, vmware
container, docker, image, pod, kubernetes
kubernetes, k8s, cluster, openshift, orchestration, pod, helm, eks, gke
microservices, services, small services, components, parts, decoupled, modular
monolith, legacy, old system, dated, ageing, outdated, decades, cobol, mainframe
cost, expensive, price, budget, bill, money, spend, savings, cheap, cheaper, economical, cash, afford, license fee
save, reduce, cut, lower, shrink, decrease, slash, halve
autoscaling, scale down, elastic, on demand, idle, spot instances, ephemeral, dynamic
scale, growth, grow, expand, scalability, scalable, capacity, exploding, volume, larger
performance, fast, speed, slow, sluggish, latency, throughput, quick, response time, takes too long, wait
memory, ram, footprint, resource, cpu, cores, hungry, greedy, consumption, usage
disk, storage, space, compression, volume, persistent
retention, history, long-term, years, months, keep data, archive, historical
reliability, resilience, stability, stable, robust, availability, uptime, dependable, robustness
outage, downtime, failure, crash, incident, disruption, goes down, breaks
high availability, redundancy, failover, replication, fault tolerant, survive, recover, recovery, disaster
chaos, fault injection, failure drill, experiment, game day, resilience test
peak, burst, spike, load, rush, launch, campaign, season, traffic, black friday
test, testing, check, verification, validate, qa, quality assurance, regression, trial, quality
automation, automatic, automated, by hand, manual, hands-free, scripted, repetitive, click, unattended
unit test, integration test, end to end, acceptance test, selenium, test suite
build, compile, compilation, artifact, package, assemble
continuous integration, ci, build server, merge, commit, pull request, patch, integrate
deploy, deployment, release, rollout, roll out, ship, push, go live, delivery, publish, update, install, drop
canary, gradual, staged, step by step, rollback, roll back, undo, progressive
pipeline, chain, workflow, process, stages, flow, job
schedule, nightly, cron, batch, timer, recurring, overnight, scheduler
script, shell, groovy, code, program, task
template, copy-paste, reusable, shared library, standard, duplicate, consistent
version control, git, repository, source code, branch, svn, github, gitlab
as code, declarative, gitops, described, yaml, configuration, settings, manifest
infrastructure as code, terraform, ansible, provisioning, configuration management, puppet, chef
environment, stage, staging, production, preview, sandbox
mobile, app, android, ios, iphone, phone, apple, play store, app store
web, website, site, portal, page, browser
embedded, firmware, device, hardware target, board, on-device
arm, low-power, edge, raspberry, iot, small devices, sensors
windows, .net, iis, microsoft, visual studio
linux, unix, open systems
developer, programmer, engineer, coder, squad, development team
user friendly, easy, simple, simplicity, learn, newcomer, beginner, training, intuitive, usability
self-service, own, without help, on their own, portal, autonomy, order, request
maintenance, upkeep, babysit, look after, chore, overhead, operational burden, care, administration, maintain
migration, migrate, switch, move, leave, replace, replacement, cut-over, transition, convert, change over, successor
discontinued, end of life, unsupported, no longer developed, deprecated
compatible, compatibility, drop-in, unchanged, works with, standard protocol
integration, integrate, connect, plug-in, plugin, add-on, extension, connector, interface
api, interface, call, programmatic, rest, endpoint, webhook
security, secure, safe, protect, hardening, hacker, attack
vulnerability, scan, sast, dast, cve, weakness, penetration, sonarqube
compliance, regulated, regulation, regulator, supervisor, audit, auditor, gdpr, legislation, certification, assessor, evidence, law
encryption, encrypted, tls, certificate, unencrypted
access, login, permission, rights, role, rbac, authentication, authorisation, ldap, directory, sso, single sign-on
secret, credential, password, token, vault
isolated, air-gapped, offline, locked down, closed network, no internet, firewall
tenant, multi-tenancy, customer isolation, separate customers, multitenant
monitoring, observability, metrics, measurements, telemetry, figures, measure, instrumentation
dashboard, chart, graph, grafana, panel, screen, visualise, visualization, picture, overview
alert, alarm, notification, page, pager, on-call, notify, warning, mail
log, logs, trace, tracing, events
query, queries, promql, search, question
cardinality, label, combinations, attributes, tags, time series, dimensions, fine-grained
overview, visibility, transparency, central, single place, one place, unified, global view, one screen, consolidated
report, reporting, readable, summary, statistics
chat, slack, teams, messenger, chatops, bot
e-mail, mail, email, notify
database, db, sql, store, datastore, data store, records
message queue, broker, kafka, rabbitmq, bus, queue, stream
cache, caching, redis, libraries, dependencies
network, switches, routers, snmp, connectivity, wire, bandwidth, connection
latency, network delay, lag, degraded, fallback, graceful
machine learning, ai, model, training, predict, neural, accuracy
data pipeline, etl, feeds, analytics, data warehouse, big data
support, help desk, service desk, customer service, troubleshooting
team, staff, people, headcount, colleagues, small team, few people
culture, adoption, mindset, resistance, habits, buy-in, change management
productivity, efficiency, efficient, effective, time saving, faster work
error, mistake, bug, defect, wrong, human error, typo
parallel, concurrent, side by side, at the same time, simultaneous, distributed
open source, community, free, vendor-neutral, no vendor lock-in, contributors
vendor, supplier, provider, manufacturer
enterprise, large company, corporation, group, organisation
start-up, startup, small company, young company, founder
customer, client, end user, consumer, subscriber, buyer
student, university, course, teaching, class, lecturer, pupil, lab, exam
researcher, scientist, laboratory, academic, institute, thesis, experiment, phd
patient, doctor, hospital, clinic, medical, health
bank, lender, money, transfer, payment, account, transaction, credit, instant payment
trade, stock, broker, exchange, market
insurance, policy, claim, premium, insurer
citizen, ministry, public, government, state, municipality, pension, tax
car, vehicle, automotive, fleet, driver, charging, truck, lorry
train, rail, signalling, railway
plane, airline, flight, passenger, airport
shop, store, retail, e-commerce, checkout, basket, marketplace, merchant
food, meal, restaurant, kitchen, delivery
game, player, gaming, bet, casino
video, film, stream, tv, broadcast, viewer, ott, entertainment
music, song, audio, listening, sound
advert, advertising, ads, campaign, marketing, publisher, impression
energy, power, electricity, grid, wind, turbine, solar, utility
telecom, operator, carrier, mobile network, call, subscriber, voice, 5g, phone company
chip, semiconductor, silicon, processor, circuit, electronics
robot, appliance, consumer device
space, satellite, telescope, astronomy
military, defence, defense, contractor, army
privacy, data residency, data protection, sovereignty, stay in the country, personal data
negotiation, contract, procurement, licence, license, pricing
onboarding, ramp up, getting started, set up, quick start, installation, install
documentation, manual, knowledge, know-how, lost knowledge, wiki
compare, comparison, evaluation, bake-off, benchmark, shortlist, alternatives, independent test
""".strip()


LONGEST_NAME = 4


def kin_of(text: str) -> dict[str, dict[str, float]]:
    """Return for each stem of a text the stems that stand for the same ideas, each 1 divided by the words of its name."""
    tokens = stems_of(text)
    found: dict[str, dict[str, float]] = {}
    for start in range(len(tokens)):
        length, numbers = ideas_at(tokens, start)
        parts = [(part, 1 / len(name)) for number in sorted(numbers) for name in MEMBERS[number] for part in name]
        for one in tokens[start : start + length]:
            kin = found.setdefault(one, {})
            for part, share in parts:
                kin[part] = max(kin.get(part, 0.0), share)
    return found


def akin_to(stem: str) -> frozenset[str]:
    """Return the single stems that share an idea with this one."""
    numbers = IDEAS_OF.get((stem,), frozenset())
    return frozenset(name[0] for number in numbers for name in MEMBERS[number] if len(name) == 1)


def ideas_at(tokens: tuple[str, ...], start: int) -> tuple[int, frozenset[int]]:
    """Return how many words the longest name has that begins here, and its ideas."""
    for length in range(LONGEST_NAME, 0, -1):
        if found := IDEAS_OF.get(tokens[start : start + length]):
            return length, found
    return 0, frozenset()


def members() -> list[list[tuple[str, ...]]]:
    return [[stems_of(name) for name in line.split(",")] for line in IDEAS.splitlines()]


def ideas_of() -> dict[tuple[str, ...], frozenset[int]]:
    table: dict[tuple[str, ...], set[int]] = {}
    for number, line in enumerate(MEMBERS):
        for name in line:
            table.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in table.items()}


MEMBERS = members()
IDEAS_OF = ideas_of()
