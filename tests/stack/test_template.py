"""The template: what an auditor would ask of it, on the packaged bundle itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import audit, insight
from chalicelib.actor import local
from chalicelib.application import (
    column_events,
    contribution_events,
    order_follow,
    relay_follow,
    topic_events,
    wall_log,
)
from chalicelib.application.happenings import WATCHED
from chalicelib.conversation import PREFIX
from dev.alarms.alarm import FUNCTIONS as NAMES
from dev.bundle import STAGES, Bundle
from dev.places import ROOT

FUNCTIONS = tuple(NAMES.values())


@pytest.fixture(scope="session")
def template(bundle: Bundle) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(bundle.template.read_text())
    return made


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = template["Resources"]
    return found


def of_type(resources: dict[str, Any], name: str) -> dict[str, Any]:
    return {k: v["Properties"] for k, v in resources.items() if v["Type"] == name}


def test_nothing_names_the_partition(bundle: Bundle) -> None:
    assert "arn:aws:" not in bundle.template.read_text()


def test_the_stages_differ_in_their_name_only() -> None:
    config = json.loads((ROOT / ".chalice/config.json").read_text())
    assert config["stages"] == {
        stage: {"environment_variables": {"RONGMEI_STAGE": stage}} for stage in STAGES
    }


def test_the_functions_are_those_that_the_app_names(resources: dict[str, Any]) -> None:
    assert set(of_type(resources, "AWS::Serverless::Function")) == set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_a_role_of_its_own(resources: dict[str, Any], name: str) -> None:
    roles = [
        json.dumps(f["Role"]) for f in of_type(resources, "AWS::Serverless::Function").values()
    ]
    mine = json.dumps(resources[name]["Properties"]["Role"])
    assert roles.count(mine) == 1


def test_no_role_may_do_everything_and_few_may_do_it_everywhere(resources: dict[str, Any]) -> None:
    everywhere = []
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        for policy in role["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                plain = statement.get("Fn::If", [None, statement])[1]
                assert not any("*" in action for action in plain["Action"]), (name, plain)
                if plain["Resource"] == "*":
                    everywhere.append((name, plain["Sid"]))
    # AWS knows no narrower resource for these.
    assert set(everywhere) == {
        ("OutboxRole", "FindStream"),
        ("DeliverRole", "AttachToVpc"),
        ("FollowersRole", "AttachToVpc"),
        ("NumbersRole", "AttachToVpc"),
        ("OutgoingRole", "AttachToVpc"),
        ("OutboxRole", "AttachToVpc"),
        ("ConsoleRole", "AttachToVpc"),
        ("ControlRole", "AttachToVpc"),
        ("ConsoleRole", "SeeHowOldMessagesAre"),
        ("DoorbellRole", "FindStream"),
    }


def test_only_who_speaks_with_wechat_may_read_secrets(resources: dict[str, Any]) -> None:
    readers = {
        name
        for name, role in of_type(resources, "AWS::IAM::Role").items()
        if "ssm:GetParameter" in json.dumps(role["Policies"])
    }
    assert readers == {
        "ApiHandlerRole",
        "ConsoleRole",
        "ControlRole",
        "CounterRole",
        "DeliverRole",
        "FollowersRole",
        "NumbersRole",
        "OutboxRole",
        "OutgoingRole",
        "WebhooksRole",
    }
    # What signs events opens no account, and the other way round.
    webhooks = json.dumps(resources["WebhooksRole"]["Properties"]["Policies"])
    assert "/webhook/*" in webhooks and "/account/*" not in webhooks


def test_every_dead_letter_queue_has_an_alarm_that_somebody_hears(
    resources: dict[str, Any],
) -> None:
    watched = set()
    for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible":
            watched.add(alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0])
    queues = of_type(resources, "AWS::SQS::Queue")
    assert watched == {name for name in queues if name.endswith("Failures")}


def test_refused_pushes_ring_though_nothing_fails(resources: dict[str, Any]) -> None:
    # A wrong Token, key or mode silences the account, and every answer is a correct 403.
    alarm = resources["CallbackRefusalsAlarm"]["Properties"]
    assert (alarm["MetricName"], alarm["Statistic"]) == ("4xx", "Average")
    assert (alarm["Threshold"], alarm["Period"], alarm["EvaluationPeriods"]) == (0.5, 300, 3)
    assert alarm["Dimensions"] == resources["Callback5xxAlarm"]["Properties"]["Dimensions"]


def ours(resources: dict[str, Any], metric: str) -> list[dict[str, Any]]:
    """Alarms on a metric of our own: their dimensions but the stage."""
    return [
        {one["Name"]: one["Value"] for one in alarm["Dimensions"] if one["Name"] != "Stage"}
        for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values()
        if (alarm["Namespace"], alarm["MetricName"]) == ("Rongmei", metric)
    ]


def test_every_end_that_a_person_must_look_at_rings(resources: dict[str, Any]) -> None:
    rung = ours(resources, "DeliveryEnded")
    assert {"State": "failed"} in rung
    assert {"State": "partially_sent"} in rung


def test_a_push_that_is_late_or_waits_for_somebody_rings(resources: dict[str, Any]) -> None:
    assert {} in ours(resources, "SlotPassed")
    assert {} in ours(resources, "FinishOverdue")
    assert {} in ours(resources, "DeliveryUnreadable")
    assert {"State": "awaiting_admin"} in ours(resources, "DeliveryMoved")


def test_a_promise_of_the_desk_that_was_not_kept_rings(resources: dict[str, Any]) -> None:
    assert {"Reason": "window"} in ours(resources, "DeskEscalated")


def test_a_hotline_that_takes_nothing_rings(resources: dict[str, Any]) -> None:
    assert {} in ours(resources, "HotlineWaiting")


def test_what_the_hotline_posts_has_a_way_in(resources: dict[str, Any]) -> None:
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    assert {"post"} <= set(paths["/hotline/{account}/events"])


def test_a_verification_at_risk_rings_whatever_the_event(resources: dict[str, Any]) -> None:
    assert {} in ours(resources, "AccountVerification")


def searches(resources: dict[str, Any]) -> list[str]:
    """What the dashboard looks for among our own metrics."""
    [before, widgets, after] = resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Join"][1]
    body = before + ",".join(one["Fn::Sub"] for one in widgets["Fn::Join"][1]) + after
    metrics = [one["properties"]["metrics"] for one in json.loads(body)["widgets"]]
    return [line[0]["expression"] for lines in metrics for line in lines if len(line) == 1]


def test_what_is_ours_is_looked_at_one_stage_at_a_time(resources: dict[str, Any]) -> None:
    assert searches(resources)
    for search in searches(resources):
        assert search.startswith("SEARCH('{Rongmei,Stage,")
        assert ' Stage="${Stage}"' in search
    for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values():
        if alarm["Namespace"] == "Rongmei":
            assert {"Name": "Stage", "Value": {"Ref": "Stage"}} in alarm["Dimensions"]


def test_the_dashboard_shows_what_the_functions_count(
    resources: dict[str, Any],
) -> None:
    assert [one for one in searches(resources) if "Reason" in one and "CallbackRefused" in one]
    assert [one for one in searches(resources) if "Rung" in one and "PushesAnswered" in one]
    assert [one for one in searches(resources) if "State}" in one and "DeliveryEnded" in one]
    assert [one for one in searches(resources) if "Event" in one and "AccountVerification" in one]
    assert [one for one in searches(resources) if "Outcome" in one and "KfMessage" in one]
    assert [one for one in searches(resources) if "Reason" in one and "DeskEscalated" in one]
    assert [one for one in searches(resources) if "Outcome" in one and "HotlineCall" in one]


def test_work_that_fails_ends_in_a_queue_from_every_side(resources: dict[str, Any]) -> None:
    deliveries = resources["Deliveries"]["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]
    stream = resources["Outbox"]["Properties"]["Events"]["OutboxDynamodbEventSource"]["Properties"]
    sweep = resources["Sweep"]["Properties"]
    assert deliveries == {"Fn::GetAtt": ["DeliveryFailures", "Arn"]}
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == {
        "Fn::GetAtt": ["StreamFailures", "Arn"]
    }
    assert stream["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert sweep["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]["Destination"] == {
        "Fn::GetAtt": ["SweepFailures", "Arn"]
    }
    assert sweep["Events"]["SweepEvent"]["Properties"]["DeadLetterConfig"] == {
        "Arn": {"Fn::GetAtt": ["SweepFailures", "Arn"]}
    }


def test_a_delivery_is_not_seen_twice_while_it_is_worked_on(resources: dict[str, Any]) -> None:
    # AWS asks for six times the function's time-out.
    for queue, worker in (
        ("Deliveries", "Deliver"),
        ("OutgoingMessages", "Outgoing"),
        ("Distributions", "Distribute"),
        ("JobOrders", "Jobs"),
        ("WebhookEvents", "Webhooks"),
        ("NumbersOrders", "Numbers"),
        ("FollowerOrders", "Followers"),
        ("ControlOrders", "Control"),
        ("TopicOrders", "Topics"),
        ("Facts", "Archive"),
    ):
        assert (
            resources[queue]["Properties"]["VisibilityTimeout"]
            >= 6 * (resources[worker]["Properties"]["Timeout"])
        )


def test_data_outlives_the_stack(resources: dict[str, Any]) -> None:
    for name in ("State", "Bucket", "Anchors", "EgressIp"):
        assert (
            resources[name]["DeletionPolicy"] == resources[name]["UpdateReplacePolicy"] == "Retain"
        )
    # Logs have fixed names: left behind by a first deployment that failed, they would make the second one fail too.
    logs = [v for v in resources.values() if v["Type"] == "AWS::Logs::LogGroup"]
    assert {log["DeletionPolicy"] for log in logs} == {"RetainExceptOnCreate"}
    state = resources["State"]["Properties"]
    assert state["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert state["DeletionProtectionEnabled"] is True
    assert resources["Bucket"]["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}


def test_anchors_are_locked_for_half_a_year_at_least_and_only_added(
    template: dict[str, Any], resources: dict[str, Any]
) -> None:
    anchors = resources["Anchors"]["Properties"]
    lock = anchors["ObjectLockConfiguration"]
    assert anchors["ObjectLockEnabled"] is True and lock["ObjectLockEnabled"] == "Enabled"
    days = {"Mode": "COMPLIANCE", "Days": {"Ref": "AnchorRetentionDays"}}
    assert lock["Rule"]["DefaultRetention"] == days
    assert template["Parameters"]["AnchorRetentionDays"]["MinValue"] >= 180
    may = {
        (name, action)
        for name, role in of_type(resources, "AWS::IAM::Role").items()
        for policy in role["Policies"]
        for one in policy["PolicyDocument"]["Statement"]
        if "Anchors" in json.dumps(one.get("Resource", ""))
        for action in one["Action"]
    }
    assert may == {
        ("ControlRole", "s3:PutObject"),
        ("JobsRole", "s3:GetObject"),
        ("JobsRole", "s3:GetObjectVersion"),
        ("JobsRole", "s3:GetObjectRetention"),
        ("JobsRole", "s3:ListBucketVersions"),
    }


def test_logs_and_entries_are_kept_for_half_a_year_at_least(
    template: dict[str, Any], resources: dict[str, Any]
) -> None:
    assert template["Parameters"]["LogRetentionDays"]["Default"] >= 180
    for group in of_type(resources, "AWS::Logs::LogGroup").values():
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    # Entries of the audit log have no attribute by which the table would let them expire.
    assert "expires_at" not in audit.indexed(
        audit.entry_of(local("li"), "a:b:c", unit="city", at=datetime(2026, 12, 1, tzinfo=UTC))
    )


def without_tls(resources: dict[str, Any], kind: str, members: str) -> dict[str, Any]:
    """What the policies of one kind refuse without TLS: the action, by resource."""
    refused = {}
    for resource in resources.values():
        if resource["Type"] != kind:
            continue
        properties = resource["Properties"]
        for statement in properties["PolicyDocument"]["Statement"]:
            plain = statement.get("Fn::If", [None, statement])[1]
            if plain["Effect"] != "Deny":
                continue
            # The local cloud speaks HTTP; every other stage refuses it.
            assert "OverTls" in (resource.get("Condition"), statement.get("Fn::If", [None])[0])
            assert plain["Principal"] == "*"
            assert plain["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
            named = properties[members]
            for one in named if isinstance(named, list) else [named]:
                refused[one["Ref"]] = plain["Action"]
    return refused


def test_nothing_is_taken_without_tls(template: dict[str, Any], resources: dict[str, Any]) -> None:
    local = {"Fn::Equals": [{"Ref": "Stage"}, "local"]}
    assert template["Conditions"]["OverTls"] == {"Fn::Not": [local]}
    for kind, policy, members, action in (
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues", "sqs:*"),
        # SNS takes no wildcard in a topic's policy.
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics", "sns:Publish"),
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket", "s3:*"),
    ):
        assert without_tls(resources, policy, members) == dict.fromkeys(
            of_type(resources, kind), action
        )


def test_a_queue_and_a_topic_have_one_policy_each(resources: dict[str, Any]) -> None:
    # A second one would replace the first without a word.
    for kind, members in (("AWS::SQS::QueuePolicy", "Queues"), ("AWS::SNS::TopicPolicy", "Topics")):
        named = [one["Ref"] for each in of_type(resources, kind).values() for one in each[members]]
        assert len(named) == len(set(named))


def test_what_is_stored_is_encrypted(resources: dict[str, Any]) -> None:
    tables = of_type(resources, "AWS::DynamoDB::Table").values()
    assert [one["SSESpecification"] for one in tables] == [{"SSEEnabled": True}]
    assert all(
        one["SqsManagedSseEnabled"] for one in of_type(resources, "AWS::SQS::Queue").values()
    )
    assert all("BucketEncryption" in one for one in of_type(resources, "AWS::S3::Bucket").values())
    topics = of_type(resources, "AWS::SNS::Topic").values()
    assert [one["KmsMasterKeyId"] for one in topics] == [{"Ref": "AlarmsKey"}]


def test_cloudwatch_may_use_the_key_of_the_topic_that_it_tells(resources: dict[str, Any]) -> None:
    # It may not use alias/aws/sns: every alarm would be silent.
    statements = resources["AlarmsKey"]["Properties"]["KeyPolicy"]["Statement"]
    [uses] = [one for one in statements if one["Sid"] == "CloudWatch"]
    assert uses["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert uses["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert "Condition" not in uses
    policy = resources["AlarmsFromCloudWatch"]["Properties"]["PolicyDocument"]
    assert policy["Statement"][0]["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert policy["Statement"][0]["Action"] == "sns:Publish"


def test_no_bucket_is_public(resources: dict[str, Any]) -> None:
    for bucket in of_type(resources, "AWS::S3::Bucket").values():
        closed = bucket["PublicAccessBlockConfiguration"]
        assert len(closed) == 4
        assert all(closed.values())


def test_nothing_of_the_fixed_address_exists_unless_asked_for(resources: dict[str, Any]) -> None:
    network = {k: v for k, v in resources.items() if v["Type"].startswith("AWS::EC2::")}
    assert {v.get("Condition") for v in network.values()} == {"HasFixedEgress"}
    inside = {name for name in FUNCTIONS if "VpcConfig" in resources[name]["Properties"]}
    # Those that call WeChat; who does not has no need to wait for a network.
    assert inside == {"Outbox", "Deliver", "Outgoing", "Numbers", "Followers", "Control", "Console"}
    for name in inside:
        assert resources[name]["Properties"]["VpcConfig"]["Fn::If"][0] == "HasFixedEgress"


def test_the_layer_for_meaning_is_attached_where_knowledge_is_asked(
    template: dict[str, Any], resources: dict[str, Any]
) -> None:
    assert template["Parameters"]["DenseLayerArn"]["Default"] == "none"
    attached = {
        name: resources[name]["Properties"]["Layers"]
        for name in FUNCTIONS
        if "Layers" in resources[name]["Properties"]
    }
    wanted = {"Fn::If": ["HasDenseLayer", [{"Ref": "DenseLayerArn"}], {"Ref": "AWS::NoValue"}]}
    # Who reads and writes files of offices has the libraries for them.
    for name in ("Console", "Jobs"):
        assert attached.pop(name) == [{"Ref": "FilesLayer"}]
    assert attached.pop("Archive") == [{"Ref": "ArchiveLayer"}]
    assert attached == {"APIHandler": wanted, "Outgoing": wanted, "Topics": wanted}


def test_the_stream_brings_the_outbox_recorded_pushes_and_what_is_told_and_nothing_else(
    resources: dict[str, Any],
) -> None:
    # Above all no TOKEN item: what a function need not see, it can't log.
    stream = resources["Outbox"]["Properties"]["Events"]["OutboxDynamodbEventSource"]["Properties"]
    wanted, *events, audited = stream["FilterCriteria"]["Filters"]
    assert json.loads(wanted["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": PREFIX}]}}},
    }
    # Whatever happens to entries of the audit log, and to the links of their chain.
    keys = json.loads(audited["Pattern"])["dynamodb"]["Keys"]
    assert {one["prefix"] for one in keys["pk"]["S"]} == set(audit.HEARD)
    assert [one["prefix"] for one in keys["sk"]["S"]] == [audit.SORT]
    # And the partitions of which other systems are told, that the archive counts, or that something follows from.
    heard = {
        one["prefix"]
        for event in events
        for one in json.loads(event["Pattern"])["dynamodb"]["Keys"]["pk"]["S"]
    }
    told = {watch.partition for watch in (*WATCHED.values(), *wall_log.WATCHED)}
    followed = frozenset[str]().union(
        *(
            one.FOLLOWED
            for one in (
                topic_events,
                order_follow,
                relay_follow,
                contribution_events,
                column_events,
            )
        )
    )
    assert heard == {f"{one}#" for one in told | insight.COUNTED | followed}


def test_the_archives_table_has_the_columns_of_a_fact(resources: dict[str, Any]) -> None:
    table = resources["ArchiveFacts"]["Properties"]["TableInput"]
    columns = [(one["Name"], one["Type"]) for one in table["StorageDescriptor"]["Columns"]]
    assert columns == [(one.name, one.type) for one in insight.COLUMNS]
    partitions = [(one["Name"], one["Type"]) for one in table["PartitionKeys"]]
    assert partitions == [(one.name, one.type) for one in insight.PARTITIONS]
    # A query that names no account is refused, and none reads without bound.
    assert table["Parameters"]["projection.account.type"] == "injected"
    group = resources["ArchiveQuestions"]["Properties"]["WorkGroupConfiguration"]
    assert group["EnforceWorkGroupConfiguration"] and group["BytesScannedCutoffPerQuery"] <= 10**11


def test_what_the_archive_writes_over_every_few_minutes_goes_after_a_day(
    resources: dict[str, Any],
) -> None:
    rules = resources["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    old = {one.get("Prefix"): one["NoncurrentVersionExpiration"]["NoncurrentDays"] for one in rules}
    assert old["archive/"] == old["archive/answers/"] == 1


def test_the_operators_guide_knows_every_alarm_and_their_number(resources: dict[str, Any]) -> None:
    guide = (ROOT / "docs/operate.md").read_text()
    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()
    names = {one["AlarmName"]["Fn::Sub"].removeprefix("rongmei-${Stage}-") for one in alarms}
    each = {"…-throttles" if name.endswith("-throttles") else name for name in names}
    assert [name for name in sorted(each) if f"`{name}`" not in guide] == []
    assert f"| alarms | {len(names)} |" in guide


def test_where_api_starts_from_a_snapshot_every_way_in_leads_to_its_alias(
    resources: dict[str, Any],
) -> None:
    """The function itself, beside its alias, would start without one, and answer as an older deployment does not."""
    chosen = [
        {"Fn::If": ["HasSnapStart", {"Ref": "ApiAlias"}, {"Fn::GetAtt": ["APIHandler", "Arn"]}]}
    ]
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    ways = [
        method["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        for path in paths.values()
        for method in path.values()
        if "x-amazon-apigateway-integration" in method
    ]
    assert [uri[1]["Function"] for uri in ways if isinstance(uri, list)] == chosen * 3
    assert not [uri for uri in ways if "APIHandler" in uri]
    callback = resources["CallbackIntegration"]["Properties"]["IntegrationUri"]
    assert [callback] == chosen
    called = [
        name
        for name, one in of_type(resources, "AWS::Lambda::Permission").items()
        if one["FunctionName"] == {"Ref": "ApiAlias"}
    ]
    assert called == ["ApiAliasCalledByRestApi", "ApiAliasCalledByHttpApi"]
