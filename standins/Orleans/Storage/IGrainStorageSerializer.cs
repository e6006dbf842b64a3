namespace Orleans.Storage;

/// <summary>Turns a grain's state into bytes and back.</summary>
public interface IGrainStorageSerializer
{
    /// <summary>To bytes.</summary>
    BinaryData Serialize<T>(T? input);

    /// <summary>From bytes.</summary>
    T? Deserialize<T>(BinaryData input);
}
