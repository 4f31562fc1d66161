"""A server that speaks S3, on this machine, with an empty bucket: the settings with which a site uses it."""

import pytest


@pytest.fixture(scope="module")
def s3_server():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket_settings(s3_server):
    import boto3

    keys = {"S3_ACCESS_KEY": "sleutel", "S3_SECRET_KEY": "geheim"}
    client = boto3.client(
        "s3", endpoint_url=s3_server, region_name="eu-west-1", aws_access_key_id="sleutel", aws_secret_access_key="geheim"
    )
    client.create_bucket(Bucket="driehoek", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield {"S3_BUCKET": "driehoek", "S3_ENDPOINT_URL": s3_server, "S3_REGION": "eu-west-1", **keys}
    for page in client.get_paginator("list_objects_v2").paginate(Bucket="driehoek"):
        for row in page.get("Contents", []):
            client.delete_object(Bucket="driehoek", Key=row["Key"])
    client.delete_bucket(Bucket="driehoek")
