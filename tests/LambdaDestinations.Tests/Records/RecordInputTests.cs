using System;
using System.Text;

namespace LambdaDestinations.Tests.Records;

public sealed class RecordInputTests
{
    private const string Event = """{"orderId": "A-1"}""";

    [Fact]
    public void Bytes_are_the_record_and_have_no_attributes()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Event);
        RecordInput fromArray = bytes;
        RecordInput fromMemory = bytes.AsMemory(1);
        RecordInput fromReadOnlyMemory = new ReadOnlyMemory<byte>(bytes, 0, 3);
        RecordInput fromSegment = new ArraySegment<byte>(bytes, 2, 4);

        Assert.Equal(bytes[2..6], fromSegment.Record.ToArray());
        Assert.Equal(bytes, fromArray.Record.ToArray());
        Assert.Equal(bytes[1..], fromMemory.Record.ToArray());
        Assert.Equal(bytes[..3], fromReadOnlyMemory.Record.ToArray());
        Assert.Null(fromArray.DeadLetter);
        Assert.True(default(RecordInput).Record.IsEmpty);
    }

    [Fact]
    public void A_message_gives_its_record_and_its_attributes()
    {
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes("""
            {"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": "{\"orderId\": \"A-1\"}", "messageAttributes": {
              "RequestID": {"stringValue": "r-1", "dataType": "String"}, "ErrorCode": {"stringValue": "200", "dataType": "Number"}, "ErrorMessage": {"stringValue": "boom", "dataType": "String"}}}]}
            """)));
        RecordInput input = message;

        Assert.Equal(Event, Encoding.UTF8.GetString(input.Record.Span));
        Assert.NotNull(message.DeadLetter);
        Assert.Same(message.DeadLetter, input.DeadLetter);
    }

    [Fact]
    public void That_a_message_is_malformed_is_told_by_its_record_and_not_by_the_conversion()
    {
        DestinationMessage message = Assert.Single(DestinationEnvelope.Read("""{"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": 7}]}"""u8.ToArray()));
        RecordInput input = message;

        Assert.NotNull(message.Error);
        Assert.Same(message.Error, Assert.Throws<DestinationFormatException>(() => input.Record));
    }
}
