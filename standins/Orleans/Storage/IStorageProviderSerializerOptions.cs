namespace Orleans.Storage;

/// <summary>Options of a provider that serialises.</summary>
public interface IStorageProviderSerializerOptions
{
    /// <summary>The serialiser; the registered one when left alone.</summary>
    IGrainStorageSerializer GrainStorageSerializer { get; set; }
}
